# Deutsch. Regeln und Variablen: en.ftl.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] Gerät
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone oder iPad
}
it = IT
continue = Weiter
start = Start
try-again = Noch einmal versuchen
back = Zurück
mistake-mark = Fehler:
mistake-heading = Da stimmt etwas nicht
may-close = Sie können diese Seite schließen.
nothing-changed = Auf Ihrem { device } wurde nichts geändert.
devices-of = { $used } von { $of } Geräten
devices-any = bisher { $used }; beliebig viele Geräte
devices-reserved = , { $reserved } unterwegs
safe-question = Ist das sicher?
can-question = Was { $organization } sehen und tun kann

## Around every page

title-step = Schritt { $now } von { $of }:
skip = Zum Inhalt springen
language = Sprache
progress = Fortschritt
progress-step = Schritt { $now } von { $of }
progress-name = { $step ->
    [login] Anmelden
    [assign] Person
    [owner] Ihr { device }
    [site] Standort
    [terms] Bedingungen
    [certificate] Zertifikat installieren
    [trust] Zertifikat vertrauen
   *[profile] Profil installieren
}
progress-state = { $state ->
    [done] erledigt
    [now] aktueller Schritt
   *[todo] offen
}
footer-call-or-email = Brauchen Sie Hilfe? Rufen Sie { $phone } an oder schreiben Sie an { $email }.
footer-call = Brauchen Sie Hilfe? Rufen Sie { $phone } an.
footer-email = Brauchen Sie Hilfe? Schreiben Sie an { $email }.
footer-ask = Brauchen Sie Hilfe? Fragen Sie { $name }.
footer-number = Nennen Sie die Einladung { $number }.
footer-reference = Nennen Sie das Zeichen { $reference }.
footer-privacy = Datenschutz
footer-help = Alle Schritte auf einer Seite

## Languages

languages-title = Sprache wählen

## Open enrollment

door-title = iPhone oder iPad einrichten
door-lead = { $organization } verwaltet Handys und Tablets für Arbeit und Schule.
door-needs-password = Es dauert etwa 5{"\u00A0"}Minuten. Sie brauchen Ihr Passwort von { $short } und den Code dieses { $device ->
    [iPhone] iPhones
    [iPad] iPads
   *[device] Geräts
}.
door-needs = Es dauert etwa 5{"\u00A0"}Minuten. Sie brauchen den Code dieses { $device ->
    [iPhone] iPhones
    [iPad] iPads
   *[device] Geräts
}.
door-closed = Sie brauchen eine Einladung.
door-invited = Haben Sie eine Einladung? Öffnen Sie den Link in Ihrer E-Mail oder SMS, oder [geben Sie den Code ein].

## The invitation

invitation-title = Richten Sie Ihr { device } ein
invitation-hello = Guten Tag, { $name }.
invitation-asks = { $organization } bittet Sie, dieses { device } anzumelden.
invitation-card = Ihre Einladung
invitation-from = Von
invitation-for = Für
invitation-until = Gilt bis
invitation-no-end = ohne Ende
invitation-enrolled = Angemeldet
invitation-left = Gilt noch *{ $left }*. Beginnen Sie jetzt, dann reicht die Zeit.
invitation-real = Ist das echt?
invitation-real-number = Die Nummer in Ihrer Nachricht muss { $number } sein. Ist sie anders oder erwarten Sie keine Einladung, schließen Sie diese Seite und rufen Sie die IT an.
invitation-real-poster = Hat Ihnen niemand davon erzählt, schließen Sie diese Seite und rufen Sie die IT an.
invitation-institution = Nur für Geräte, die { $organization } gehören.

## The code

code-title = Code eingeben
code-lead = Er hat 20 Buchstaben und Ziffern und steht auf dem Aushang oder in der Nachricht.
code-label = Code
code-wrong = Das ist kein ganzer Code
code-wrong-more = Das ist kein ganzer Code. Vergleichen Sie ihn mit dem Aushang oder der Nachricht.
code-hint = Große oder kleine Buchstaben, mit oder ohne Striche: alles geht.

## Opened elsewhere: computer, Android, another app

desktop-title = Machen Sie auf Ihrem iPhone oder iPad weiter
desktop-lead = Diese Seite richtet ein Handy oder Tablet ein, keinen Computer.
desktop-invitation = Ihre Einladung ist in Ordnung.
desktop-camera = Öffnen Sie die App *{ apple-camera }* auf dem Gerät, das Sie anmelden möchten.
desktop-point = Richten Sie sie auf diesen Code.
desktop-tap = Tippen Sie auf den gelben Link. Er öffnet sich in Safari.
desktop-type = Keine Kamera? Öffnen Sie Safari und tippen Sie { $address }
desktop-type-code = und geben Sie dann den Code { $code } ein
desktop-ipad = Dies ist ein iPad – hier weitermachen
desktop-state = { $state ->
    [waiting] Wir warten auf Ihr Gerät …
    [started] Auf Ihrem Gerät geöffnet.
    [logged_in] Auf Ihrem Gerät angemeldet.
    [downloaded] Profil geladen.
   *[enrolled] Angemeldet. Sie können diese Seite schließen.
}
desktop-until = Gilt bis { $until }
android-title = Dieser Link ist für iPhone und iPad
android-lead = Sie haben ihn auf einem Android-Gerät geöffnet. { $organization } kann mit diesem Link keine Android-Geräte anmelden.
android-valid = Ihre Einladung bleibt gültig.
android-handoff = Weiter zur Einrichtung für Android
android-hint = Öffnen Sie denselben Link auf dem iPhone oder iPad, das Sie anmelden möchten.
app-title = Öffnen Sie diese Seite in Safari
app-lead = { $app } kann das Profil nicht installieren.
app-lead-unknown = Diese App kann das Profil nicht installieren.
app-link = Ihr Link
app-copy = Link kopieren
app-copied = Kopiert
app-step-copy = Kopieren Sie den Link oben.
app-step-open = Öffnen Sie *Safari*.
app-step-paste = Halten Sie den Finger auf die Adressleiste und tippen Sie auf *{ apple-paste-and-go }*.
app-anyway = Trotzdem hier weitermachen

## Log in

login-title = Anmelden
login-lead = Nehmen Sie Ihr Konto von { $short }, dasselbe wie am Computer.
login-lead-account = Nehmen Sie das lokale Konto, das Sie von der IT haben.
login-username = Benutzername
login-password = Passwort
login-wrong = Benutzername oder Passwort ist falsch.
login-empty = Geben Sie Benutzername und Passwort ein.
login-forgotten = Passwort vergessen? [Setzen Sie es zurück] und kommen Sie dann wieder auf diese Seite.
login-checked = Wir prüfen Ihr Passwort im Verzeichnis von { $short }. Wir speichern es nie.
login-staff = IT-Personal: [mit einem lokalen Konto anmelden]
login-directory = [Mit Ihrem Konto von { $short } anmelden]
login-oidc = Mit Ihrem Konto von { $short } anmelden
login-oidc-hint = Sie melden sich auf der Anmeldeseite von { $short } an und kommen hierher zurück. Wir sehen Ihr Passwort nie.
logged-in = Angemeldet als *{ $username }*. [Sind Sie das nicht?]
logout-title = Abmelden?
logout-lead = Sie sind angemeldet als *{ $username }*. Melden Sie sich ab und dann selbst an.
logout-button = Abmelden
logged-out-title = Sie sind abgemeldet
logged-out-lead = Öffnen Sie Ihren Link noch einmal, um weiterzumachen.

## Who the device is for

assign-title = Für wen ist dieses Gerät?
assign-lead = Name, E-Mail-Adresse und Ort der Person werden mit dem Gerät gespeichert.
assign-search = Name, Benutzername oder E-Mail
assign-search-again = Noch einmal suchen: Name, Benutzername oder E-Mail
assign-find = Suchen
assign-missing = Suchen und wählen Sie eine Person
assign-nobody = Niemand passt zu „{ $query }“. Prüfen Sie die Schreibweise oder versuchen Sie die E-Mail-Adresse.
assign-choose = Wählen Sie eine Person
assign-without = Oder machen Sie ohne Person weiter
assign-no-one = Niemand
assign-shared = Ein gemeinsames Gerät
assign-more = Es gibt noch mehr. Ein paar Buchstaben mehr, und die richtige Person ist dabei.

## Owner and site

owner-title = Wem gehört dieses { device }?
owner-lead = Davon hängt ab, was { $organization } sehen und tun kann.
owner-missing = Wählen Sie, wem es gehört
owner-missing-more = Wählen Sie, wem es gehört.
owner-given = Ich habe es bekommen.
owner-given-erase = Die IT kann Apps installieren und es sperren oder löschen.
owner-given-no-erase = Die IT kann es nicht löschen.
owner-me = Mir
owner-own = Es ist mein eigenes. Die IT richtet WLAN und Mail der Arbeit ein.
owner-own-no-erase = Die IT kann es nicht löschen.
owner-own-no-erase-no-apps = Die IT kann es nicht löschen und meine Apps nicht sehen.
owner-if-institution = Wenn es { $organization } gehört
owner-if-personal = Wenn es Ihnen gehört
site-title = Wohin gehört dieses { device }?
site-lead = Der Standort bestimmt, welche Einstellungen und Apps es bekommt.
site-label = Standort
site-option = Bitte wählen …
site-missing = Wählen Sie einen Standort
site-missing-more = Wählen Sie einen Standort.

## Terms

terms-title = Lesen und akzeptieren Sie die Bedingungen
terms-missing = Setzen Sie den Haken, um die Bedingungen zu akzeptieren
terms-missing-more = Setzen Sie den Haken, um die Bedingungen zu akzeptieren.
terms-tick = Ich habe die Bedingungen gelesen und akzeptiere sie
terms-accept = Akzeptieren und weiter
terms-decline = Nicht akzeptieren
declined-title = Sie haben nicht akzeptiert
declined-lead = Es wurde nichts installiert. Sie können diese Seite schließen.
declined-again = Haben Sie es sich anders überlegt? [Lesen Sie die Bedingungen noch einmal].

## Certificate and trust

minutes = Nach dem Laden *haben Sie 8 Minuten*. Ist die Zeit um, tippen Sie noch einmal auf Laden.
certificate-name = Zertifikat installieren
certificate-title = Installieren Sie das Zertifikat von { $short }
certificate-lead = Daran erkennt Ihr { device } den echten Server von { $short }.
certificate-download = Zertifikat laden
certificate-allow = Tippen Sie auf *{ apple-allow }*, dann auf *{ apple-close }*.
certificate-settings = Öffnen Sie *{ apple-settings }* und tippen Sie auf *{ apple-profile-downloaded }*.
certificate-install = Tippen Sie auf *{ apple-install }* und geben Sie Ihren Code ein.
certificate-warning = Tippen Sie in der Warnung auf *{ apple-install }*, dann noch einmal auf *{ apple-install }*.
certificate-done = Tippen Sie auf *{ apple-done }* und kommen Sie hierher zurück.
certificate-safe = Das Zertifikat heißt *{ $authority }*. Damit prüft Ihr { device }, ob es mit dem echten Server von { $short } spricht. Es verschwindet mit der Verwaltung, und Sie können es jederzeit in den Einstellungen entfernen.
installed = Ich habe es installiert
trust-name = Dem Zertifikat vertrauen
trust-title = Schalten Sie das Vertrauen für das Zertifikat ein
trust-lead = Apple verlangt, dass Sie das von Hand tun. Sonst misslingt der nächste Schritt.
trust-doubted = Wir sehen das Vertrauen noch nicht. Prüfen Sie den Schalter für *{ $authority }*.
trust-leave = Lassen Sie Safari offen und gehen Sie in die App *{ apple-settings }*.
trust-about = Tippen Sie auf *{ apple-general }* › *{ apple-about }*. Gehen Sie ganz nach unten und tippen Sie auf *{ apple-trust-settings }*.
trust-switch = Suchen Sie *{ $authority }*. Schalten Sie den Schalter ein. Er wird grün.
trust-continue = Tippen Sie in der Warnung auf *{ apple-continue }*. Kommen Sie dann auf diese Seite zurück.
trust-waiting = Noch nicht vertraut. Diese Seite prüft es, wenn Sie zurückkommen.
trust-seen = Vertraut. Weiter zum letzten Schritt.
trust-check = Noch einmal prüfen
trust-anyway = Trotzdem weiter
trust-on = Ich habe es eingeschaltet
trust-missing = Ich sehe „{ apple-trust-settings }“ nicht
trust-missing-last = Es ist die allerletzte Zeile der Seite { apple-about }.
trust-missing-certificate = Fehlt sie, ist das Zertifikat nicht installiert. [Gehen Sie einen Schritt zurück].
trust-safe = Mit dem Schalter prüft Ihr { device }, ob es mit dem echten Server von { $short } spricht. Sie können ihn später an derselben Stelle ausschalten.
trust-fingerprint = Vergleichen Sie, wenn Sie möchten, den SHA-256-Fingerabdruck mit der IT:

## The management profile

profile-title = Installieren Sie das Verwaltungsprofil
profile-lead = Das ist der letzte Schritt. Er verbindet Ihr { device } mit { $organization }.
profile-gone = Das geladene Profil ist wohl schon gelöscht. Tippen Sie noch einmal auf *Profil laden*.
profile-silent = Wir haben von Ihrem { device } nichts gehört. Rufen Sie die IT an und nennen Sie { $reference }.
profile-old-title = Ihr { device } braucht ein Update
profile-old = Es hat iOS { $has }. { $organization } braucht iOS { $needs } oder neuer. Öffnen Sie { apple-settings } › { apple-general } › { apple-software-update } und tippen Sie dann noch einmal auf Laden.
profile-old-unknown = Es hat ein älteres iOS. { $organization } braucht iOS { $needs } oder neuer. Öffnen Sie { apple-settings } › { apple-general } › { apple-software-update } und tippen Sie dann noch einmal auf Laden.
profile-other-title = Diese Einladung gilt für ein anderes Gerät
profile-other = Sie gilt nur für das eine Gerät, das die IT für Sie vorbereitet hat. Nehmen Sie dieses Gerät, oder bitten Sie die IT um einen neuen Link.
profile-many-title = Sie haben genug Geräte
profile-many = Bei { $organization } darf jede Person { $allowed } anmelden. Entfernen Sie das Profil von einem davon ({ apple-settings } › { apple-general } › { apple-device-management }) oder fragen Sie die IT und tippen Sie dann noch einmal auf Laden.
profile-enrolled-title = Dieses Gerät ist schon angemeldet
profile-enrolled = Es ist nichts mehr zu tun. Wurde es gelöscht oder an Sie weitergegeben, bitten Sie die IT, es freizugeben, und tippen Sie dann noch einmal auf Laden.
profile-grace = Ihre Einladung ist inzwischen abgelaufen. Sie können noch bis { $until } fertig werden.
profile-download = Profil laden
profile-allow = Safari fragt nach einem Konfigurationsprofil. Tippen Sie auf *{ apple-allow }*, dann auf *{ apple-close }*.
profile-settings = Öffnen Sie *{ apple-settings }*. Tippen Sie weit oben auf *{ apple-profile-downloaded }* (dort kann auch *{ apple-enroll-in }* stehen).
profile-install = Tippen Sie rechts oben auf *{ apple-install }* und geben Sie Ihren Code ein.
profile-warnings = Sie sehen eine oder zwei Warnungen. Tippen Sie jedes Mal auf *{ apple-install }*.
profile-trust = Tippen Sie bei „{ apple-remote-management }“ auf *{ apple-trust }*, dann auf *{ apple-done }*.
profile-waiting = Wir warten, dass sich Ihr { device } meldet …
profile-check = [Alle 15 Sekunden für mich nachsehen]
profile-checking = Diese Seite sieht alle 15 Sekunden nach. [Nicht mehr nachsehen]
profile-failed = „{ apple-install-failed }“
profile-failed-trust = Meist fehlt das Vertrauen für das Zertifikat. [Prüfen Sie Schritt { $step }] und laden Sie dann noch einmal.
profile-failed-network = Kein Netz? Verbinden Sie sich mit einem WLAN oder schalten Sie mobile Daten ein, und laden Sie dann noch einmal.
profile-failed-lockdown = { apple-lockdown } verhindert Profile. Schalten Sie ihn zuerst aus: { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = Fern von zu Hause lässt Sie „{ apple-stolen-device }“ eine Stunde warten. Warten Sie oder installieren Sie zu Hause.
profile-failed-other = Ein { phone-or-tablet } kann ein Verwaltungsprofil haben. Entfernen Sie zuerst das alte: { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = Weiter geht es mit { $product }
hand-over-lead = { $organization } verwaltet Geräte mit { $product }. Folgen Sie dort den Schritten bis zum Ende; vielleicht müssen Sie sich noch einmal einloggen.
hand-over-again = Sie waren schon dort. Ist alles installiert, schließen Sie diese Seite; sonst machen Sie mit { $product } noch einmal weiter.
hand-over-where = Die nächste Seite finden Sie bei
hand-over-continue = Weiter zu { $product }
hand-over-hint = Von hier aus sehen wir nicht, ob es geklappt hat. Rufen Sie die IT an, wenn etwas nicht geht.

## Done

done-title = Ihr { device } ist angemeldet
done-thanks = Danke. Sie können diese Seite schließen.
done-thanks-name = Danke, { $name }. Sie können diese Seite schließen.
done-device = Dieses Gerät
done-name = Name
done-model = Modell
done-serial = Seriennr.
done-site = Standort
done-owner = Gehört
done-you = Ihnen
done-enrolled = Angemeldet
done-next = Wie es weitergeht
done-apps = WLAN, Mail und Apps kommen in den nächsten 10 Minuten.
done-online = Lassen Sie das { device } bis dahin entsperrt und online.
done-receipt = Wir haben eine Bestätigung an { $address } geschickt.
done-leave = Wie Sie die Verwaltung verlassen
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = { $used } von { $of } Geräten angemeldet. Geben Sie den Link der nächsten Person.
done-all = Diese Einladung ist ganz verbraucht ({ $used } von { $of }). Noch ein Gerät? Bitten Sie die IT um einen neuen Link.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] Wir kennen diesen Link nicht
    [NOT_YET] Diese Einladung gilt noch nicht
    [EXPIRED] Diese Einladung ist abgelaufen
    [REVOKED] Diese Einladung wurde zurückgezogen
    [USED] Diese Einladung ist schon verbraucht
    [BUSY] Gerade sind alle Plätze vergeben
    [WRONG_ACCOUNT] Diese Einladung ist für jemand anderen
    [NOT_ALLOWED] Ihr Konto darf keine Geräte anmelden
    [DIRECTORY] Wir können Ihr Passwort gerade nicht prüfen
    [PROVIDER] Wir können Sie gerade nicht anmelden
    [NOT_LOGGED_IN] Sie sind nicht angemeldet
    [LOCKED] Zu viele Versuche
    [PERSONAL] Sie können Ihr eigenes { device } nicht anmelden
    [SESSION] Bitte beginnen Sie noch einmal
    [COOKIES] Bitte erlauben Sie Cookies
    [FORM] Bitte versuchen Sie das noch einmal
    [NOT_FOUND] Diese Seite gibt es nicht
   *[SERVER] Bei uns ist etwas schiefgegangen
}
unknown-lead = Vielleicht fehlt ein Teil des Links. Öffnen Sie ihn noch einmal aus der Nachricht oder geben Sie den Code ein.
unknown-code = Code eingeben
not-yet-lead = Sie gilt ab { $opens }.
expired-lead = Sie galt bis { $until }. Das war { $relative }.
revoked-lead = Die IT hat sie zurückgezogen.
revoked-lead-date = Die IT hat sie am { $date } zurückgezogen.
revoked-reason = Grund: { $reason }.
used-lead = { $devices } angemeldet.
used-lead-elsewhere = Mit ihm ging es weiter zu { $product }, wo die Geräte angemeldet werden.
used-lead-date = { $devices } angemeldet, das letzte am { $date }.
busy-lead = { $devices }. Wird eines davon nicht fertig, ist sein Platz in höchstens { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
} wieder frei.
wrong-account-sent = Sie ging an { $address }.
wrong-account-lead = Sie sind angemeldet als *{ $username }*.
wrong-account-other = Als jemand anderes anmelden
not-allowed-groups = Nur Mitglieder von { $groups } dürfen das.
not-allowed-lead = Fragen Sie die IT, wenn Sie es brauchen.
directory-lead = Das Verzeichnis von { $short } antwortet nicht.
provider-lead = Die Anmeldeseite von { $short } antwortet nicht.
not-logged-in-declined = Die Anmeldung wurde abgebrochen oder abgelehnt.
not-logged-in-lead = Die Antwort der Anmeldeseite ist nicht brauchbar. Bitte melden Sie sich noch einmal an.
invitation-valid = Ihre Einladung bleibt gültig.
locked-lead = { $minutes ->
    [one] Warten Sie { $minutes } Minute und versuchen Sie es dann noch einmal.
   *[other] Warten Sie { $minutes } Minuten und versuchen Sie es dann noch einmal.
}
personal-lead = Ihr Konto darf Geräte anmelden, die { $organization } gehören.
personal-lead-invitation = Diese Einladung ist nur für Geräte von { $organization }.
session-lead = Sie waren länger als 60 Minuten weg. Wir haben Ihre Stelle gemerkt; melden Sie sich an, um weiterzumachen.
cookies-lead = Wir brauchen ein Cookie, um Ihren Schritt zu merken. Es wird gelöscht, wenn Sie fertig sind.
form-lead = Die Seite war zu alt, oder das Formular kam nicht von ihr. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
not-found-lead = Vielleicht ist die Adresse falsch getippt.
server-lead = Die IT findet es unter dem Zeichen { $reference }.
start-again = Von vorn beginnen
for-it = Für die IT:
ask-heading = Was Sie tun können
ask-lead = Bitten Sie um einen neuen Link. Wir sagen der IT Bescheid; Sie bekommen eine E-Mail, wenn der neue Link bereit ist.
ask-lead-who = Bitten Sie um einen neuen Link. Wir sagen { $who } Bescheid; Sie bekommen eine E-Mail, wenn der neue Link bereit ist.
ask-button = Um einen neuen Link bitten
ask-expired = Möchten Sie noch ein Gerät anmelden? Bitten Sie die IT um einen neuen Link.
ask-used = Möchten Sie noch ein weiteres Gerät anmelden? Bitten Sie die IT um einen neuen Link.
asked-title = Wir haben um einen neuen Link gebeten
asked-lead = Wenn dieser Link erneuert werden kann, weiß { $who } jetzt Bescheid. Sie bekommen eine E-Mail, wenn der neue Link bereit ist.

## All steps on one page

help-title = Alle Schritte auf einer Seite
help-lead = Zum Ausdrucken, oder zum Vorlesen für jemanden, der ein Gerät einrichtet.
help-start = Start
help-start-open = Öffnen Sie den Link aus der Nachricht in *Safari*, oder öffnen Sie { $address } und geben Sie den Code ein.
help-start-tap = Tippen Sie auf *Start*.
help-start-login = Melden Sie sich mit dem Konto von { $short } an und beantworten Sie, was gefragt wird.
help-certificate = Zertifikat installieren
help-certificate-download = Tippen Sie auf *Zertifikat laden*, *{ apple-allow }*, *{ apple-close }*. Nach 8 Minuten ist es wieder weg; tippen Sie dann noch einmal.
help-certificate-settings = Öffnen Sie *{ apple-settings }* und tippen Sie auf *{ apple-profile-downloaded }*.
help-certificate-install = Tippen Sie auf *{ apple-install }*, geben Sie den Code ein, tippen Sie auf *{ apple-install }*, *{ apple-install }*, *{ apple-done }*.
help-certificate-back = Gehen Sie zurück zu Safari und tippen Sie auf *Ich habe es installiert*.
help-trust = Dem Zertifikat vertrauen
help-trust-settings = Öffnen Sie *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (die letzte Zeile).
help-trust-switch = Schalten Sie den Schalter für *{ $authority }* ein und tippen Sie auf *{ apple-continue }*.
help-trust-back = Gehen Sie zurück zu Safari. Die Seite geht von selbst weiter, oder tippen Sie auf *Ich habe es eingeschaltet*.
help-profile = Verwaltungsprofil installieren
help-profile-download = Tippen Sie auf *Profil laden*, *{ apple-allow }*, *{ apple-close }*.
help-profile-settings = Öffnen Sie *{ apple-settings }* und tippen Sie auf *{ apple-profile-downloaded }* (dort kann auch *{ apple-enroll-in }* stehen).
help-profile-install = Tippen Sie auf *{ apple-install }* und geben Sie den Code ein. Tippen Sie in jeder Warnung auf *{ apple-install }*.
help-profile-trust = Tippen Sie bei „{ apple-remote-management }“ auf *{ apple-trust }*, dann auf *{ apple-done }*.
help-profile-back = Gehen Sie zurück zu Safari. Dort steht, dass das Gerät angemeldet ist.
help-elsewhere = Tippen Sie auf *{ hand-over-continue }* und folgen Sie den Schritten dort bis zum Ende.

## Privacy and access rights

privacy-title = Datenschutz
privacy-lead = Was { $organization } sieht, tut und behält, wenn Sie ein Gerät anmelden.
privacy-institution = Ein Gerät von { $organization }
privacy-personal = Ihr eigenes Gerät
privacy-kept = Was behalten wird
privacy-kept-person = Ihr Name, Ihre E-Mail-Adresse und Ihr Ort, wie sie im Verzeichnis von { $short } stehen, mit dem Gerät.
privacy-kept-device = Name, Modell, Seriennummer und Systemversion des Geräts.
privacy-kept-times = Wann welcher Schritt getan wurde.
privacy-kept-days = { $days ->
    [one] { $days } Tag nachdem ein Gerät ausgeschieden ist, wird das gelöscht.
   *[other] { $days } Tage nachdem ein Gerät ausgeschieden ist, wird das gelöscht.
}
privacy-kept-always = Das bleibt, bis die IT es löscht.
privacy-not = Was nicht
privacy-not-password = Ihr Passwort. Es wird im Verzeichnis geprüft und nie gespeichert.
privacy-not-ads = Nichts für Werbung. Niemand verfolgt Sie, und nichts kommt von anderen Servern.
privacy-not-cookies = Keine Cookies außer diesen: eines merkt Ihren Schritt und wird gelöscht, wenn Sie fertig sind, eines Ihre Sprache, wenn Sie eine wählen.
access-can = { $organization } kann:
access-cannot = { $organization } kann nicht:
can-see-device = Modell, Seriennummer und Systemversion sehen
cannot-see-device = Modell oder Seriennummer sehen
can-see-network = Telefonnummer, SIM-Karte und Netzadressen sehen
cannot-see-network = Telefonnummer oder SIM-Karte sehen
can-see-apps = die Liste der installierten Apps sehen
cannot-see-apps = sehen, welche Apps Sie installiert haben
can-see-security = sehen, ob Code und Verschlüsselung eingeschaltet sind
cannot-see-security = Sicherheitseinstellungen sehen
can-see-restrictions = Einschränkungen sehen
can-see-profiles = die installierten Profile sehen
cannot-see-profiles = andere Profile sehen
can-see-provisioning = die Bereitstellungsprofile eigener Apps sehen
can-install-settings = Einstellungen wie WLAN und Mail installieren und entfernen
cannot-install-settings = Einstellungen installieren
can-install-apps = Apps für die Arbeit installieren und entfernen
cannot-install-apps = Apps installieren
can-install-provisioning = die Bereitstellungsprofile eigener Apps installieren
can-change-settings = Geräteeinstellungen wie Roaming ändern
can-lock = es sperren und den Code entfernen
cannot-lock = es sperren oder den Code entfernen
can-erase = es löschen
cannot-erase = es löschen
cannot-ever = Ihre Nachrichten, Fotos, besuchten Seiten oder Ihren Ort lesen

## The demonstration's inbox

inbox-title = Posteingang
inbox-lead = Nachrichten, die diese Vorführung abgefangen hat. Nichts hat diesen Computer verlassen.
inbox-empty = Noch keine Nachricht. Rufen Sie *enroll apply* auf.
inbox-to = An { $address }
mail-from = Von
mail-to = An
mail-captured = Abgefangen
mail-open = Link öffnen
mail-here = Die Schritte auf diesem Computer durchgehen
mail-html = Die Nachricht als HTML
mail-text = Die Nachricht als Text

## Dates

month = { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
weekday = { $weekday ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
}
weekday-short = { $weekday ->
    [1] Mo.
    [2] Di.
    [3] Mi.
    [4] Do.
    [5] Fr.
    [6] Sa.
   *[7] So.
}
date-day = { weekday-short }, { $day }. { month }
date-day-year = { weekday-short }, { $day }. { month } { $year }
date-weekday = { weekday }, { $day }. { month }
date-full = { weekday }, { $day }. { month } { $year }
date-brief = { $day }. { month } { $year }
time = { $hour }:{ $minute }
span = { $unit ->
    [day] { $count ->
        [one] { $count } Tag
       *[other] { $count } Tagen
    }
    [hour] { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
    [minute] { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }
   *[moment] weniger als einer Minute
}
ahead = in { span }
ago = vor { span }
left = { $unit ->
    [hour] { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
    [minute] { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }
   *[moment] weniger als eine Minute
}

## Text messages

date-short = { $weekday ->
    [1] Mo
    [2] Di
    [3] Mi
    [4] Do
    [5] Fr
    [6] Sa
   *[7] So
}, { $day }.{ $month }.{ $within ->
    [year] {""}
   *[later] { $year }
}, { $hour }{ $full ->
    [hour] {""}
   *[minute] :{ $minute }
} Uhr
sms-limits = { $limits ->
    [both] {" "}von { $opens } bis { $until }
    [opens] {" "}ab { $opens }
    [until] {" "}bis { $until }
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] Tel. { $phone }
   *[email] E-Mail { $email }
}
sms-invite = { $organization }: Richten Sie Ihr Gerät{ sms-limits } ein: { $link }
sms-invite-ask = Nicht erwartet? { sms-contact }
sms-reminder = { $organization }: Bitte Gerät einrichten. { $limits ->
    [until] Der Link gilt bis { $until }: { $link }
   *[none] { $link }
}
sms-reminder-ask = Hilfe: { sms-contact }
sms-changed = { $organization }: Ihr Link zum Einrichten gilt jetzt { $limits ->
    [until] bis { $until }
   *[none] ohne Ende
}: { $link }
sms-revoked = { $organization }: Ihr Link zum Einrichten wurde zurückgezogen. Sie müssen nichts tun.
sms-expired = { $organization }: Ihr Link zum Einrichten ist abgelaufen. Nichts wurde geändert.
sms-expired-ask = Noch nötig? { sms-contact }
sms-ask = Fragen? { sms-contact }
sms-receipt = { $organization }: Am { $enrolled } wurde { $device ->
    [iPhone] ein iPhone
    [iPad] ein iPad
   *[device] ein Gerät
} für Sie angemeldet.
sms-receipt-ask = Nicht Sie? { $ask ->
    [phone] Sofort anrufen: { $phone }
   *[email] Sofort schreiben: { $email }
}

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = Info
apple-allow = Zulassen
apple-camera = Kamera
apple-close = Schließen
apple-continue = Fortfahren
apple-device-management = VPN und Geräteverwaltung
apple-done = Fertig
apple-enroll-in = Bei { $organization } registrieren
apple-full-trust = Volles Vertrauen für Root-Zertifikate aktivieren
apple-general = Allgemein
apple-install = Installieren
apple-install-failed = Profilinstallation fehlgeschlagen
apple-lockdown = Blockierungsmodus
apple-paste-and-go = Einsetzen und öffnen
apple-privacy-security = Datenschutz & Sicherheit
apple-profile-downloaded = Profil geladen
apple-remote-management = Entfernte Verwaltung
apple-remove-management = Verwaltung entfernen
apple-settings = Einstellungen
apple-software-update = Softwareupdate
apple-stolen-device = Schutz für gestohlene Geräte
apple-trust = Vertrauen
apple-trust-settings = Zertifikats{"\u00AD"}vertrauens{"\u00AD"}einstellungen
