# Polski. Zasady i zmienne: en.ftl.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] urządzenie
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone lub iPad
}
it = dział IT
continue = Dalej
start = Zacznij
try-again = Spróbuj ponownie
back = Wróć
mistake-mark = Błąd:
mistake-heading = Coś się nie zgadza
may-close = Możesz zamknąć tę stronę.
nothing-changed = { $device ->
    [iPhone] Na Twoim iPhonie niczego nie zmieniono.
    [iPad] Na Twoim iPadzie niczego nie zmieniono.
   *[device] Na Twoim urządzeniu niczego nie zmieniono.
}
devices-of = urządzenia: { $used } z { $of }
devices-any = urządzenia: { $used }, bez ograniczenia liczby
devices-reserved = , w toku: { $reserved }
safe-question = Czy to bezpieczne?
can-question = Co { $organization } może widzieć i robić

## Around every page

title-step = Krok { $now } z { $of }:
skip = Przejdź do treści
language = Język
progress = Postęp
progress-step = Krok { $now } z { $of }
progress-name = { $step ->
    [login] Logowanie
    [assign] Osoba
    [owner] { $device ->
        [iPhone] Twój iPhone
        [iPad] Twój iPad
       *[device] Twoje urządzenie
    }
    [site] Miejsce
    [terms] Warunki
    [certificate] Instalacja certyfikatu
    [trust] Zaufanie do certyfikatu
   *[profile] Instalacja profilu
}
progress-state = { $state ->
    [done] zrobione
    [now] bieżący krok
   *[todo] do zrobienia
}
footer-call-or-email = Potrzebujesz pomocy? Zadzwoń pod { $phone } lub napisz na { $email }.
footer-call = Potrzebujesz pomocy? Zadzwoń pod { $phone }.
footer-email = Potrzebujesz pomocy? Napisz na { $email }.
footer-ask = Potrzebujesz pomocy? Zapytaj: { $name }.
footer-number = Podaj numer zaproszenia { $number }.
footer-reference = Podaj oznaczenie { $reference }.
footer-privacy = Prywatność
footer-help = Wszystkie kroki na jednej stronie

## Languages

languages-title = Wybierz język

## Open enrollment

door-title = Skonfiguruj iPhone’a lub iPada
door-lead = { $organization } zarządza telefonami i tabletami do pracy i nauki.
door-needs-password = Zajmie to około 5{"\u00A0"}minut. Potrzebne jest hasło do konta { $short } i kod dostępu { $device ->
    [iPhone] tego iPhone’a
    [iPad] tego iPada
   *[device] tego urządzenia
}.
door-needs = Zajmie to około 5{"\u00A0"}minut. Potrzebny jest kod dostępu { $device ->
    [iPhone] tego iPhone’a
    [iPad] tego iPada
   *[device] tego urządzenia
}.
door-closed = Potrzebne jest zaproszenie.
door-invited = Masz zaproszenie? Otwórz link z maila lub SMS-a albo [wpisz kod].

## The invitation

invitation-title = { $device ->
    [iPhone] Skonfiguruj swojego iPhone’a
    [iPad] Skonfiguruj swojego iPada
   *[device] Skonfiguruj swoje urządzenie
}
invitation-hello = Dzień dobry, { $name }.
invitation-asks = { $organization } prosi o zarejestrowanie { $device ->
    [iPhone] tego iPhone’a
    [iPad] tego iPada
   *[device] tego urządzenia
}.
invitation-card = Twoje zaproszenie
invitation-from = Od
invitation-for = Dla
invitation-until = Ważne do
invitation-no-end = bez końca
invitation-enrolled = Zarejestrowane
invitation-left = Ważne jeszcze *{ $left }*. Zacznij teraz, a zdążysz skończyć.
invitation-real = Czy to prawdziwe?
invitation-real-number = Numer w wiadomości musi brzmieć { $number }. Jeśli jest inny lub nie spodziewasz się zaproszenia, zamknij tę stronę i zadzwoń do działu IT.
invitation-real-poster = Jeśli nikt Ci o tym nie mówił, zamknij tę stronę i zadzwoń do działu IT.
invitation-institution = Tylko dla urządzeń, które należą do { $organization }.

## The code

code-title = Wpisz kod
code-lead = Ma 20 liter i cyfr; jest na plakacie lub w wiadomości.
code-label = Kod
code-wrong = To nie jest cały kod
code-wrong-more = To nie jest cały kod. Porównaj go z plakatem lub wiadomością.
code-hint = Wielkie lub małe litery, z kreskami lub bez: wszystko jedno.

## Opened elsewhere: computer, Android, another app

desktop-title = Przejdź na iPhone’a lub iPada
desktop-lead = Ta strona konfiguruje telefon lub tablet, nie komputer.
desktop-invitation = Twoje zaproszenie jest w porządku.
desktop-camera = Otwórz aplikację *{ apple-camera }* na urządzeniu, które chcesz zarejestrować.
desktop-point = Skieruj je na ten kod.
desktop-tap = Stuknij żółty link. Otworzy się w Safari.
desktop-type = Bez aparatu? Otwórz Safari i wpisz { $address }
desktop-type-code = a potem kod { $code }
desktop-ipad = To jest iPad – kontynuuj tutaj
desktop-state = { $state ->
    [waiting] Czekamy na Twoje urządzenie…
    [started] Otwarto na Twoim urządzeniu.
    [logged_in] Zalogowano na Twoim urządzeniu.
    [downloaded] Pobrano profil.
   *[enrolled] Zarejestrowano. Możesz zamknąć tę stronę.
}
desktop-until = Ważne do { $until }
android-title = Ten link jest dla iPhone’a i iPada
android-lead = Otwarto go na urządzeniu z Androidem. { $organization } nie może tym linkiem rejestrować urządzeń z Androidem.
android-valid = Twoje zaproszenie pozostaje ważne.
android-handoff = Przejdź do konfiguracji Androida
android-hint = Aby zarejestrować iPhone’a lub iPada, otwórz tam ten sam link.
app-title = Otwórz tę stronę w Safari
app-lead = { $app } nie może zainstalować profilu.
app-lead-unknown = Ta aplikacja nie może zainstalować profilu.
app-link = Twój link
app-copy = Kopiuj link
app-copied = Skopiowano
app-step-copy = Skopiuj link powyżej.
app-step-open = Otwórz *Safari*.
app-step-paste = Przytrzymaj pasek adresu i stuknij *{ apple-paste-and-go }*.
app-anyway = Mimo to kontynuuj tutaj

## Log in

login-title = Zaloguj się
login-lead = Użyj konta { $short }, tego samego co na komputerze.
login-lead-account = Użyj konta lokalnego otrzymanego od działu IT.
login-username = Nazwa użytkownika
login-password = Hasło
login-wrong = Nazwa użytkownika lub hasło są nieprawidłowe.
login-empty = Wpisz nazwę użytkownika i hasło.
login-forgotten = Nie pamiętasz hasła? [Zresetuj je], a potem wróć na tę stronę.
login-checked = Sprawdzamy hasło w katalogu { $short }. Nigdy go nie zapisujemy.
login-staff = Pracownicy IT: [zaloguj się kontem lokalnym]
login-directory = [Zaloguj się kontem { $short }]
login-oidc = Zaloguj się kontem { $short }
login-oidc-hint = Logujesz się na stronie { $short } i wracasz tutaj. Nigdy nie widzimy Twojego hasła.
logged-in = Zalogowano jako *{ $username }*. [To nie Ty?]
logout-title = Wylogować się?
logout-lead = Zalogowano jako *{ $username }*. Wyloguj się, a potem zaloguj się swoim kontem.
logout-button = Wyloguj się
logged-out-title = Wylogowano
logged-out-lead = Aby kontynuować, otwórz ponownie swój link.

## Who the device is for

assign-title = Dla kogo jest to urządzenie?
assign-lead = Imię i nazwisko, e-mail i miejsce tej osoby są zapisywane z urządzeniem.
assign-search = Nazwisko, nazwa użytkownika lub e-mail
assign-search-again = Szukaj ponownie: nazwisko, nazwa użytkownika lub e-mail
assign-find = Szukaj
assign-missing = Znajdź i wybierz osobę
assign-nobody = Nikt nie pasuje do „{ $query }”. Sprawdź pisownię lub spróbuj adresu e-mail.
assign-choose = Wybierz osobę
assign-without = Albo kontynuuj bez osoby
assign-no-one = Nikt
assign-shared = Urządzenie wspólne
assign-more = Jest ich więcej. Dodaj kilka liter, aby znaleźć właściwą osobę.

## Owner and site

owner-title = Do kogo należy { $device ->
    [iPhone] ten iPhone
    [iPad] ten iPad
   *[device] to urządzenie
}?
owner-lead = Od tego zależy, co { $organization } może widzieć i robić.
owner-missing = Wybierz, do kogo należy
owner-missing-more = Wybierz, do kogo należy.
owner-given = Zostało mi przekazane.
owner-given-erase = Dział IT może instalować aplikacje oraz zablokować je lub wymazać.
owner-given-no-erase = Dział IT nie może go wymazać.
owner-me = Do mnie
owner-own = Jest moje. Dział IT doda służbowe Wi‑Fi i pocztę.
owner-own-no-erase = Dział IT nie może go wymazać.
owner-own-no-erase-no-apps = Dział IT nie może go wymazać ani zobaczyć moich aplikacji.
owner-if-institution = Jeśli należy do { $organization }
owner-if-personal = Jeśli należy do Ciebie
site-title = Gdzie należy { $device ->
    [iPhone] ten iPhone
    [iPad] ten iPad
   *[device] to urządzenie
}?
site-lead = Miejsce decyduje o ustawieniach i aplikacjach.
site-label = Miejsce
site-option = Wybierz…
site-missing = Wybierz miejsce
site-missing-more = Wybierz miejsce.

## Terms

terms-title = Przeczytaj i zaakceptuj warunki
terms-missing = Zaznacz pole, aby zaakceptować warunki
terms-missing-more = Zaznacz pole, aby zaakceptować warunki.
terms-tick = Znam te warunki i akceptuję je
terms-accept = Akceptuję, dalej
terms-decline = Nie akceptuję
declined-title = Warunki nie zostały zaakceptowane
declined-lead = Niczego nie zainstalowano. Możesz zamknąć tę stronę.
declined-again = Zmiana zdania? [Przeczytaj warunki jeszcze raz].

## Certificate and trust

minutes = *Masz 8 minut* od pobrania. Gdy czas minie, stuknij Pobierz jeszcze raz.
certificate-name = Zainstaluj certyfikat
certificate-title = Zainstaluj certyfikat { $short }
certificate-lead = Dzięki niemu { device } rozpoznaje prawdziwy serwer { $short }.
certificate-download = Pobierz certyfikat
certificate-allow = Stuknij *{ apple-allow }*, potem *{ apple-close }*.
certificate-settings = Otwórz *{ apple-settings }* i stuknij *{ apple-profile-downloaded }*.
certificate-install = Stuknij *{ apple-install }* i wpisz kod dostępu.
certificate-warning = W ostrzeżeniu stuknij *{ apple-install }*, potem jeszcze raz *{ apple-install }*.
certificate-done = Stuknij *{ apple-done }* i wróć tutaj.
certificate-safe = Certyfikat nazywa się *{ $authority }*. Dzięki niemu { device } sprawdza, czy łączy się z prawdziwym serwerem { $short }. Znika, gdy opuścisz zarządzanie, i zawsze możesz go usunąć w Ustawieniach.
installed = Zainstalowane
trust-name = Zaufaj certyfikatowi
trust-title = Włącz zaufanie do certyfikatu
trust-lead = Apple wymaga, aby zrobić to ręcznie. Bez tego następny krok się nie uda.
trust-doubted = Wciąż nie widzimy zaufania. Sprawdź przełącznik *{ $authority }*.
trust-leave = Zostaw Safari otwarte i przejdź do aplikacji *{ apple-settings }*.
trust-about = Stuknij *{ apple-general }* › *{ apple-about }*. Przewiń na sam dół i stuknij *{ apple-trust-settings }*.
trust-switch = Znajdź *{ $authority }*. Włącz przełącznik. Zmieni kolor na zielony.
trust-continue = W ostrzeżeniu stuknij *{ apple-continue }*. Potem wróć na tę stronę.
trust-waiting = Jeszcze bez zaufania. Strona sprawdzi to, gdy wrócisz.
trust-seen = Zaufano. Przechodzimy do ostatniego kroku.
trust-check = Sprawdź ponownie
trust-anyway = Mimo to dalej
trust-on = Włączone
trust-missing = Nie widzę „{ apple-trust-settings }”
trust-missing-last = To ostatni wiersz ekranu { apple-about }.
trust-missing-certificate = Jeśli go nie ma, certyfikat nie jest zainstalowany. [Wróć o jeden krok].
trust-safe = Dzięki przełącznikowi { device } sprawdza, czy łączy się z prawdziwym serwerem { $short }. Możesz go później wyłączyć w tym samym miejscu.
trust-fingerprint = Jeśli chcesz, porównaj z działem IT odcisk SHA-256:

## The management profile

profile-title = Zainstaluj profil zarządzania
profile-lead = To ostatni krok. Połączy { $device ->
    [iPhone] Twojego iPhone’a
    [iPad] Twojego iPada
   *[device] Twoje urządzenie
} z { $organization }.
profile-gone = Pobrany profil zapewne już zniknął. Stuknij *Pobierz profil* jeszcze raz.
profile-silent = Nie mamy wieści od { $device ->
    [iPhone] Twojego iPhone’a
    [iPad] Twojego iPada
   *[device] Twojego urządzenia
}. Zadzwoń do działu IT i podaj { $reference }.
profile-old-title = { $device ->
    [iPhone] Twój iPhone wymaga aktualizacji
    [iPad] Twój iPad wymaga aktualizacji
   *[device] Twoje urządzenie wymaga aktualizacji
}
profile-old = Ma iOS { $has }. { $organization } wymaga iOS { $needs } lub nowszego. Otwórz { apple-settings } › { apple-general } › { apple-software-update }, a potem stuknij Pobierz jeszcze raz.
profile-old-unknown = Ma starszy iOS. { $organization } wymaga iOS { $needs } lub nowszego. Otwórz { apple-settings } › { apple-general } › { apple-software-update }, a potem stuknij Pobierz jeszcze raz.
profile-other-title = To zaproszenie jest dla innego urządzenia
profile-other = Działa tylko na urządzeniu, które przygotował dla Ciebie dział IT. Użyj tego urządzenia albo poproś dział IT o nowy link.
profile-many-title = Masz już dość urządzeń
profile-many = W { $organization } każda osoba może zarejestrować { $allowed }. Usuń profil z jednego z nich ({ apple-settings } › { apple-general } › { apple-device-management }) albo zapytaj dział IT, a potem stuknij Pobierz jeszcze raz.
profile-enrolled-title = To urządzenie jest już zarejestrowane
profile-enrolled = Nie trzeba nic więcej robić. Jeśli zostało wymazane lub Ci przekazane, poproś dział IT o jego zwolnienie, a potem stuknij Pobierz jeszcze raz.
profile-grace = Twoje zaproszenie w międzyczasie wygasło. Możesz jeszcze skończyć do { $until }.
profile-download = Pobierz profil
profile-allow = Safari zapyta o profil konfiguracji. Stuknij *{ apple-allow }*, potem *{ apple-close }*.
profile-settings = Otwórz *{ apple-settings }*. U góry stuknij *{ apple-profile-downloaded }* (może tam być *{ apple-enroll-in }*).
profile-install = Stuknij *{ apple-install }* w prawym górnym rogu i wpisz kod dostępu.
profile-warnings = Zobaczysz jedno lub dwa ostrzeżenia. Za każdym razem stuknij *{ apple-install }*.
profile-trust = Przy „{ apple-remote-management }” stuknij *{ apple-trust }*, potem *{ apple-done }*.
profile-waiting = Czekamy, aż { device } się zgłosi…
profile-check = [Sprawdzaj za mnie co 15 sekund]
profile-checking = Strona sprawdza co 15 sekund. [Przestań sprawdzać]
profile-failed = „{ apple-install-failed }”
profile-failed-trust = Najczęściej brakuje zaufania do certyfikatu. [Sprawdź krok { $step }], a potem pobierz jeszcze raz.
profile-failed-network = Brak sieci? Połącz się z Wi‑Fi lub włącz dane komórkowe, a potem pobierz jeszcze raz.
profile-failed-lockdown = { apple-lockdown } nie dopuszcza profili. Najpierw wyłącz tę funkcję: { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = Poza domem { apple-stolen-device } każe czekać godzinę. Poczekaj lub zainstaluj w domu.
profile-failed-other = { phone-or-tablet } może mieć jeden profil zarządzania. Najpierw usuń stary: { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = Dalej z { $product }
hand-over-lead = { $organization } zarządza urządzeniami przez { $product }. Wykonaj tam wszystkie kroki do końca; może być potrzebne ponowne logowanie.
hand-over-again = Ta strona była już otwarta. Jeśli wszystko jest zainstalowane, zamknij tę stronę; jeśli nie, przejdź do { $product } jeszcze raz.
hand-over-where = Następna strona jest pod adresem
hand-over-continue = Przejdź do { $product }
hand-over-hint = Stąd nie widzimy, czy się udało. Jeśli coś nie działa, zadzwoń do działu IT.

## Done

done-title = { $device ->
    [iPhone] Twój iPhone jest zarejestrowany
    [iPad] Twój iPad jest zarejestrowany
   *[device] Twoje urządzenie jest zarejestrowane
}
done-thanks = Dziękujemy. Możesz zamknąć tę stronę.
done-thanks-name = Dziękujemy, { $name }. Możesz zamknąć tę stronę.
done-device = To urządzenie
done-name = Nazwa
done-model = Model
done-serial = Nr seryjny
done-site = Miejsce
done-owner = Właściciel
done-you = Ty
done-enrolled = Rejestracja
done-next = Co dalej
done-apps = Wi‑Fi, poczta i aplikacje pojawią się w ciągu 10 minut.
done-online = Do tego czasu { device } ma być bez blokady i w sieci.
done-receipt = Wysłaliśmy potwierdzenie na { $address }.
done-leave = Jak opuścić zarządzanie
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = Zarejestrowane urządzenia: { $used } z { $of }. Przekaż link następnej osobie.
done-all = To zaproszenie jest w całości wykorzystane ({ $used } z { $of }). Kolejne urządzenie? Poproś dział IT o nowy link.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] Nie znamy tego linku
    [NOT_YET] To zaproszenie jeszcze nie działa
    [EXPIRED] To zaproszenie wygasło
    [REVOKED] To zaproszenie zostało odwołane
    [USED] To zaproszenie jest już wykorzystane
    [BUSY] Wszystkie miejsca są teraz zajęte
    [WRONG_ACCOUNT] To zaproszenie jest dla innej osoby
    [NOT_ALLOWED] Twoje konto nie może rejestrować urządzeń
    [DIRECTORY] Nie możemy teraz sprawdzić hasła
    [PROVIDER] Nie możemy Cię teraz zalogować
    [NOT_LOGGED_IN] Logowanie nie powiodło się
    [LOCKED] Zbyt wiele prób
    [PERSONAL] { $device ->
        [iPhone] Nie możesz zarejestrować własnego iPhone’a
        [iPad] Nie możesz zarejestrować własnego iPada
       *[device] Nie możesz zarejestrować własnego urządzenia
    }
    [SESSION] Zacznij od nowa
    [COOKIES] Zezwól na pliki cookie
    [FORM] Spróbuj jeszcze raz
    [NOT_FOUND] Nie ma takiej strony
   *[SERVER] Coś się u nas nie udało
}
unknown-lead = Może brakuje części linku. Otwórz go jeszcze raz z wiadomości lub wpisz kod.
unknown-code = Wpisz kod
not-yet-lead = Działa od { $opens }.
expired-lead = Było ważne do { $until }. To było { $relative }.
revoked-lead = Odwołał je dział IT.
revoked-lead-date = Dział IT odwołał je { $date }.
revoked-reason = Powód: { $reason }.
used-lead = Zarejestrowane { $devices }.
used-lead-elsewhere = Został użyty, aby przejść do { $product }, gdzie rejestruje się urządzenia.
used-lead-date = Zarejestrowane { $devices }, ostatnie { $date }.
busy-lead = Zajęte { $devices }. Jeśli któreś nie skończy, jego miejsce zwolni się w ciągu { $minutes ->
    [one] { $minutes } minuty
   *[other] { $minutes } minut
}.
wrong-account-sent = Wysłano je na { $address }.
wrong-account-lead = Zalogowano jako *{ $username }*.
wrong-account-other = Zaloguj się jako ktoś inny
not-allowed-groups = Mogą to tylko członkowie: { $groups }.
not-allowed-lead = Zapytaj dział IT, jeśli tego potrzebujesz.
directory-lead = Katalog { $short } nie odpowiada.
provider-lead = Strona logowania { $short } nie odpowiada.
not-logged-in-declined = Logowanie przerwano lub odrzucono.
not-logged-in-lead = Odpowiedzi strony logowania nie można użyć. Zaloguj się ponownie.
invitation-valid = Twoje zaproszenie pozostaje ważne.
locked-lead = { $minutes ->
    [one] Poczekaj { $minutes } minutę i spróbuj ponownie.
    [few] Poczekaj { $minutes } minuty i spróbuj ponownie.
   *[other] Poczekaj { $minutes } minut i spróbuj ponownie.
}
personal-lead = Twoje konto może rejestrować urządzenia, które należą do { $organization }.
personal-lead-invitation = To zaproszenie jest tylko dla urządzeń { $organization }.
session-lead = Minęło ponad 60 minut. Zachowaliśmy Twoje miejsce; zaloguj się, aby kontynuować.
cookies-lead = Potrzebujemy jednego pliku cookie, aby pamiętać krok. Znika, gdy skończysz.
form-lead = Strona była zbyt stara lub formularz z niej nie pochodził. Wróć, odśwież stronę i spróbuj ponownie.
not-found-lead = Może adres jest źle wpisany.
server-lead = Dział IT znajdzie to pod oznaczeniem { $reference }.
start-again = Zacznij od nowa
for-it = Dla działu IT:
ask-heading = Co możesz zrobić
ask-lead = Poproś o nowy link. Powiadomimy dział IT; gdy nowy link będzie gotowy, dostaniesz e-mail.
ask-lead-who = Poproś o nowy link. Powiadomimy: { $who }; gdy nowy link będzie gotowy, dostaniesz e-mail.
ask-button = Poproś o nowy link
ask-expired = Nadal chcesz zarejestrować urządzenie? Poproś dział IT o nowy link.
ask-used = Chcesz zarejestrować kolejne urządzenie? Poproś dział IT o nowy link.
asked-title = Poprosiliśmy o nowy link
asked-lead = Jeśli ten link można odnowić, { $who } już o tym wie. Gdy nowy link będzie gotowy, dostaniesz e-mail.

## All steps on one page

help-title = Wszystkie kroki na jednej stronie
help-lead = Do wydruku albo do czytania na głos komuś, kto konfiguruje urządzenie.
help-start = Początek
help-start-open = Otwórz link z wiadomości w *Safari* albo otwórz { $address } i wpisz kod.
help-start-tap = Stuknij *Zacznij*.
help-start-login = Zaloguj się kontem { $short } i odpowiedz na pytania.
help-certificate = Zainstaluj certyfikat
help-certificate-download = Stuknij *Pobierz certyfikat*, *{ apple-allow }*, *{ apple-close }*. Po 8 minutach pobrany plik znika; wtedy stuknij jeszcze raz.
help-certificate-settings = Otwórz *{ apple-settings }* i stuknij *{ apple-profile-downloaded }*.
help-certificate-install = Stuknij *{ apple-install }*, wpisz kod dostępu, stuknij *{ apple-install }*, *{ apple-install }*, *{ apple-done }*.
help-certificate-back = Wróć do Safari i stuknij *Zainstalowane*.
help-trust = Zaufaj certyfikatowi
help-trust-settings = Otwórz *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (ostatni wiersz).
help-trust-switch = Włącz przełącznik *{ $authority }* i stuknij *{ apple-continue }*.
help-trust-back = Wróć do Safari. Strona przejdzie dalej sama, albo stuknij *Włączone*.
help-profile = Zainstaluj profil zarządzania
help-profile-download = Stuknij *Pobierz profil*, *{ apple-allow }*, *{ apple-close }*.
help-profile-settings = Otwórz *{ apple-settings }* i stuknij *{ apple-profile-downloaded }* (może tam być *{ apple-enroll-in }*).
help-profile-install = Stuknij *{ apple-install }* i wpisz kod dostępu. W każdym ostrzeżeniu stuknij *{ apple-install }*.
help-profile-trust = Przy „{ apple-remote-management }” stuknij *{ apple-trust }*, potem *{ apple-done }*.
help-profile-back = Wróć do Safari. Strona powie, że urządzenie jest zarejestrowane.
help-elsewhere = Stuknij *{ hand-over-continue }* i wykonaj tam wszystkie kroki do końca.

## Privacy and access rights

privacy-title = Prywatność
privacy-lead = Co { $organization } widzi, robi i przechowuje, gdy rejestrujesz urządzenie.
privacy-institution = Urządzenie należące do { $organization }
privacy-personal = Twoje własne urządzenie
privacy-kept = Co jest przechowywane
privacy-kept-person = Twoje imię i nazwisko, e-mail i miejsce z katalogu { $short }, razem z urządzeniem.
privacy-kept-device = Nazwa, model, numer seryjny i wersja systemu urządzenia.
privacy-kept-times = Kiedy wykonano każdy krok.
privacy-kept-days = { $days ->
    [one] { $days } dzień po odejściu urządzenia te dane są usuwane.
   *[other] { $days } dni po odejściu urządzenia te dane są usuwane.
}
privacy-kept-always = Te dane pozostają, dopóki nie usunie ich dział IT.
privacy-not = Co nie jest
privacy-not-password = Twoje hasło. Jest sprawdzane w katalogu i nigdy nie jest zapisywane.
privacy-not-ads = Nic do celów reklamowych. Nie ma śledzenia i nic nie pochodzi z innych serwerów.
privacy-not-cookies = Pliki cookie, z wyjątkiem tych: jeden pamięta krok i znika, gdy skończysz, drugi pamięta język, jeśli go wybierzesz.
access-can = { $organization } może:
access-cannot = { $organization } nie może:
can-see-device = widzieć model, numer seryjny i wersję systemu
cannot-see-device = widzieć modelu ani numeru seryjnego
can-see-network = widzieć numer telefonu, kartę SIM i adresy sieciowe
cannot-see-network = widzieć numeru telefonu ani karty SIM
can-see-apps = widzieć listę zainstalowanych aplikacji
cannot-see-apps = widzieć, jakie aplikacje masz
can-see-security = widzieć, czy kod dostępu i szyfrowanie są włączone
cannot-see-security = widzieć ustawień bezpieczeństwa
can-see-restrictions = widzieć ograniczenia
can-see-profiles = widzieć zainstalowane profile
cannot-see-profiles = widzieć innych profili
can-see-provisioning = widzieć profile aplikacji wewnętrznych
can-install-settings = instalować i usuwać ustawienia, takie jak Wi-Fi i poczta
cannot-install-settings = instalować ustawień
can-install-apps = instalować i usuwać aplikacje służbowe
cannot-install-apps = instalować aplikacji
can-install-provisioning = instalować profile aplikacji wewnętrznych
can-change-settings = zmieniać ustawienia urządzenia, takie jak roaming
can-lock = zablokować je i usunąć kod dostępu
cannot-lock = zablokować go ani usunąć kodu dostępu
can-erase = wymazać je
cannot-erase = wymazać go
cannot-ever = czytać wiadomości, oglądać zdjęć i historii przeglądania ani poznać położenia

## The demonstration's inbox

inbox-title = Skrzynka odbiorcza
inbox-lead = Wiadomości przechwycone przez ten pokaz. Nic nie opuściło tego komputera.
inbox-empty = Jeszcze bez wiadomości. Uruchom *enroll apply*.
inbox-to = Do { $address }
mail-from = Od
mail-to = Do
mail-captured = Przechwycono
mail-open = Otwórz link
mail-here = Przejdź kroki na tym komputerze
mail-html = Wiadomość jako HTML
mail-text = Wiadomość jako tekst

## Dates

month = { $month ->
    [1] stycznia
    [2] lutego
    [3] marca
    [4] kwietnia
    [5] maja
    [6] czerwca
    [7] lipca
    [8] sierpnia
    [9] września
    [10] października
    [11] listopada
   *[12] grudnia
}
weekday = { $weekday ->
    [1] poniedziałek
    [2] wtorek
    [3] środa
    [4] czwartek
    [5] piątek
    [6] sobota
   *[7] niedziela
}
weekday-short = { $weekday ->
    [1] pon.
    [2] wt.
    [3] śr.
    [4] czw.
    [5] pt.
    [6] sob.
   *[7] niedz.
}
date-day = { weekday-short }, { $day } { month }
date-day-year = { weekday-short }, { $day } { month } { $year }
date-weekday = { weekday-short }, { $day } { month }
date-full = { weekday }, { $day } { month } { $year }
date-brief = { $day } { month } { $year }
time = { $hour }:{ $minute }
span = { $unit ->
    [day] { $count ->
        [one] { $count } dzień
       *[other] { $count } dni
    }
    [hour] { $count ->
        [one] { $count } godzinę
        [few] { $count } godziny
       *[other] { $count } godzin
    }
    [minute] { $count ->
        [one] { $count } minutę
        [few] { $count } minuty
       *[other] { $count } minut
    }
   *[moment] niecałą minutę
}
ahead = za { span }
ago = { span } temu
left = { $unit ->
    [hour] { $count ->
        [one] { $count } godzinę
        [few] { $count } godziny
       *[other] { $count } godzin
    }
    [minute] { $count ->
        [one] { $count } minutę
        [few] { $count } minuty
       *[other] { $count } minut
    }
   *[moment] niecałą minutę
}

## Text messages
# Without the letters of Polish, as text messages there are written.

date-short = { $day }.{ $month ->
    [10] 10
    [11] 11
    [12] 12
   *[other] 0{ $month }
}{ $within ->
    [year] {""}
   *[later] .{ $year }
} godz. { $hour }:{ $minute }
sms-limits = { $limits ->
    [both] {" "}od { $opens } do { $until }
    [opens] {" "}od { $opens }
    [until] {" "}do { $until }
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] Tel. { $phone }
   *[email] E-mail: { $email }
}
sms-invite = { $organization }: skonfiguruj swoje urzadzenie{ sms-limits }: { $link }
sms-invite-ask = Nieoczekiwane? { sms-contact }
sms-reminder = { $organization }: skonfiguruj urzadzenie. { $limits ->
    [until] Link dziala do { $until }: { $link }
   *[none] { $link }
}
sms-reminder-ask = Pomoc: { sms-contact }
sms-changed = { $organization }: link do konfiguracji dziala teraz { $limits ->
    [until] do { $until }
   *[none] bezterminowo
}: { $link }
sms-revoked = { $organization }: link do konfiguracji urzadzenia zostal anulowany. Nic nie trzeba robic.
sms-expired = { $organization }: link do konfiguracji urzadzenia wygasl. Nic nie zostalo zmienione.
sms-expired-ask = Nadal potrzebny? { sms-contact }
sms-ask = Pytania? { sms-contact }
sms-receipt = { $organization }: { $enrolled } zarejestrowano { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] urzadzenie
} na Twoje nazwisko.
sms-receipt-ask = To nie Ty? { $ask ->
    [phone] Od razu zadzwon: { $phone }
   *[email] Od razu napisz: { $email }
}

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = To urządzenie
apple-allow = Pozwól
apple-camera = Aparat
apple-close = Zamknij
apple-continue = Kontynuuj
apple-device-management = VPN i urządzenia
apple-done = Gotowe
apple-enroll-in = Zarejestruj w { $organization }
apple-full-trust = Włącz pełne zaufanie do certyfikatów głównych
apple-general = Ogólne
apple-install = Instaluj
apple-install-failed = Instalacja profilu nie powiodła się
apple-lockdown = Tryb blokady
apple-paste-and-go = Wklej i otwórz
apple-privacy-security = Prywatność i ochrona
apple-profile-downloaded = Pobrano profil
apple-remote-management = Zdalne zarządzanie
apple-remove-management = Usuń zarządzanie
apple-settings = Ustawienia
apple-software-update = Uaktualnienia
apple-stolen-device = Ochrona skradzionego urządzenia
apple-trust = Zaufaj
apple-trust-settings = Ustawienia zaufania certyfikatów
