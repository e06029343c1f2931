# Nederlands. Regels en variabelen: en.ftl.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] apparaat
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone of iPad
}
it = IT
continue = Doorgaan
start = Begin
try-again = Probeer opnieuw
back = Terug
mistake-mark = Fout:
mistake-heading = Er is een probleem
may-close = Je kunt deze pagina sluiten.
nothing-changed = Er is niets veranderd op je { device }.
devices-of = { $used } van { $of } apparaten
devices-any = { $used } tot nu toe; elk aantal apparaten
devices-reserved = , { $reserved } bezig
safe-question = Is dit veilig?
can-question = Wat { $organization } kan zien en doen

## Around every page

title-step = Stap { $now } van { $of }:
skip = Naar de inhoud
language = Taal
progress = Voortgang
progress-step = Stap { $now } van { $of }
progress-name = { $step ->
    [login] Inloggen
    [assign] Persoon
    [owner] Je { device }
    [site] Locatie
    [terms] Voorwaarden
    [certificate] Certificaat installeren
    [trust] Certificaat vertrouwen
   *[profile] Profiel installeren
}
progress-state = { $state ->
    [done] klaar
    [now] huidige stap
   *[todo] nog te doen
}
footer-call-or-email = Hulp nodig? Bel { $phone } of mail { $email }.
footer-call = Hulp nodig? Bel { $phone }.
footer-email = Hulp nodig? Mail { $email }.
footer-ask = Hulp nodig? Vraag het { $name }.
footer-number = Noem uitnodiging { $number }.
footer-reference = Noem kenmerk { $reference }.
footer-privacy = Privacy
footer-help = Alle stappen op één pagina

## Languages

languages-title = Kies je taal

## Open enrollment

door-title = Stel je iPhone of iPad in
door-lead = { $organization } beheert telefoons en tablets voor werk en school.
door-needs-password = Het duurt ongeveer 5{"\u00A0"}minuten. Je hebt je wachtwoord van { $short } nodig en de toegangscode van { $device ->
    [iPhone] deze iPhone
    [iPad] deze iPad
   *[device] dit apparaat
}.
door-needs = Het duurt ongeveer 5{"\u00A0"}minuten. Je hebt de toegangscode nodig van { $device ->
    [iPhone] deze iPhone
    [iPad] deze iPad
   *[device] dit apparaat
}.
door-closed = Je hebt een uitnodiging nodig.
door-invited = Heb je een uitnodiging? Open de link in je mail of sms, of [voer de code in].

## The invitation

invitation-title = Stel je { device } in
invitation-hello = Hallo { $name }.
invitation-asks = { $organization } vraagt je om { $device ->
    [iPhone] deze iPhone
    [iPad] deze iPad
   *[device] dit apparaat
} aan te melden.
invitation-card = Je uitnodiging
invitation-from = Van
invitation-for = Voor
invitation-until = Geldig tot
invitation-no-end = geen einddatum
invitation-enrolled = Aangemeld
invitation-left = Nog *{ $left }* geldig. Begin nu, dan heb je tijd om het af te maken.
invitation-real = Is dit echt?
invitation-real-number = Het nummer in je bericht moet { $number } zijn. Is het anders, of verwacht je geen uitnodiging, sluit dan deze pagina en bel IT.
invitation-real-poster = Heeft niemand je hierover verteld, sluit dan deze pagina en bel IT.
invitation-institution = Alleen voor apparaten van { $organization }.

## The code

code-title = Voer je code in
code-lead = Hij heeft 20 letters en cijfers en staat op de poster of in het bericht.
code-label = Code
code-wrong = Dit is geen hele code
code-wrong-more = Dit is geen hele code. Vergelijk hem met de poster of het bericht.
code-hint = Hoofdletters of kleine letters, met of zonder streepjes: alles mag.

## Opened elsewhere: computer, Android, another app

desktop-title = Ga verder op je iPhone of iPad
desktop-lead = Deze pagina stelt een telefoon of tablet in, geen computer.
desktop-invitation = Je uitnodiging is in orde.
desktop-camera = Open de app *{ apple-camera }* op het apparaat dat je wilt aanmelden.
desktop-point = Richt op deze code.
desktop-tap = Tik op de gele link. Die opent in Safari.
desktop-type = Geen camera? Open Safari en typ { $address }
desktop-type-code = en voer dan de code { $code } in
desktop-ipad = Ik ben op een iPad – ga hier verder
desktop-state = { $state ->
    [waiting] Wachten op je apparaat…
    [started] Geopend op je apparaat.
    [logged_in] Ingelogd op je apparaat.
    [downloaded] Profiel gedownload.
   *[enrolled] Aangemeld. Je kunt deze pagina sluiten.
}
desktop-until = Geldig tot { $until }
android-title = Deze link is voor iPhone en iPad
android-lead = Je hebt hem geopend op een Android-apparaat. { $organization } kan met deze link geen Android-apparaten aanmelden.
android-valid = Je uitnodiging blijft geldig.
android-handoff = Door naar instellen voor Android
android-hint = Open dezelfde link op de iPhone of iPad die je wilt aanmelden.
app-title = Open deze pagina in Safari
app-lead = { $app } kan het profiel niet installeren.
app-lead-unknown = Deze app kan het profiel niet installeren.
app-link = Je link
app-copy = Kopieer link
app-copied = Gekopieerd
app-step-copy = Kopieer de link hierboven.
app-step-open = Open *Safari*.
app-step-paste = Houd de adresbalk vast en tik op *{ apple-paste-and-go }*.
app-anyway = Toch hier doorgaan

## Log in

login-title = Inloggen
login-lead = Gebruik je account van { $short }, hetzelfde als op je computer.
login-lead-account = Gebruik het lokale account dat je van IT kreeg.
login-username = Gebruikersnaam
login-password = Wachtwoord
login-wrong = De gebruikersnaam of het wachtwoord klopt niet.
login-empty = Vul je gebruikersnaam en je wachtwoord in.
login-forgotten = Wachtwoord vergeten? [Stel het opnieuw in] en kom dan terug naar deze pagina.
login-checked = We controleren je wachtwoord bij de gids van { $short }. We bewaren het nooit.
login-staff = IT-medewerkers: [log in met een lokaal account]
login-directory = [Log in met je account van { $short }]
login-oidc = Log in met je account van { $short }
login-oidc-hint = Je logt in op de inlogpagina van { $short } en komt hier terug. We zien je wachtwoord nooit.
logged-in = Ingelogd als *{ $username }*. [Ben jij dat niet?]
logout-title = Uitloggen?
logout-lead = Je bent ingelogd als *{ $username }*. Log uit en log dan zelf in.
logout-button = Uitloggen
logged-out-title = Je bent uitgelogd
logged-out-lead = Open je link opnieuw om verder te gaan.

## Who the device is for

assign-title = Voor wie is dit apparaat?
assign-lead = Naam, e-mail en plaats van de persoon worden bij het apparaat bewaard.
assign-search = Naam, gebruikersnaam of e-mail
assign-search-again = Zoek opnieuw: naam, gebruikersnaam of e-mail
assign-find = Zoek
assign-missing = Zoek en kies een persoon
assign-nobody = Niemand past bij “{ $query }”. Controleer de spelling of probeer het e-mailadres.
assign-choose = Kies een persoon
assign-without = Of ga verder zonder persoon
assign-no-one = Niemand
assign-shared = Een gedeeld apparaat
assign-more = Er zijn er meer. Voeg een paar letters toe om de juiste te vinden.

## Owner and site

owner-title = Van wie is { $device ->
    [iPhone] deze iPhone
    [iPad] deze iPad
   *[device] dit apparaat
}?
owner-lead = Dit bepaalt wat { $organization } kan zien en doen.
owner-missing = Kies van wie het is
owner-missing-more = Kies van wie het is.
owner-given = Ik heb het gekregen.
owner-given-erase = IT kan apps installeren, en het vergrendelen of wissen.
owner-given-no-erase = IT kan het niet wissen.
owner-me = Van mij
owner-own = Het is van mijzelf. IT voegt wifi en mail van het werk toe.
owner-own-no-erase = IT kan het niet wissen.
owner-own-no-erase-no-apps = IT kan het niet wissen en mijn apps niet zien.
owner-if-institution = Als het van { $organization } is
owner-if-personal = Als het van jou is
site-title = Waar hoort { $device ->
    [iPhone] deze iPhone
    [iPad] deze iPad
   *[device] dit apparaat
}?
site-lead = De locatie bepaalt welke instellingen en apps het krijgt.
site-label = Locatie
site-option = Kies…
site-missing = Kies een locatie
site-missing-more = Kies een locatie.

## Terms

terms-title = Lees en accepteer de voorwaarden
terms-missing = Vink het vakje aan om de voorwaarden te accepteren
terms-missing-more = Vink het vakje aan om de voorwaarden te accepteren.
terms-tick = Ik heb deze voorwaarden gelezen en accepteer ze
terms-accept = Accepteren en doorgaan
terms-decline = Niet accepteren
declined-title = Je hebt niet geaccepteerd
declined-lead = Er is niets geïnstalleerd. Je kunt deze pagina sluiten.
declined-again = Ben je van gedachten veranderd? [Lees de voorwaarden opnieuw].

## Certificate and trust

minutes = *Je hebt 8 minuten* na het downloaden. Is de tijd om, tik dan opnieuw op Download.
certificate-name = Certificaat installeren
certificate-title = Installeer het certificaat van { $short }
certificate-lead = Daarmee herkent je { device } de echte server van { $short }.
certificate-download = Download certificaat
certificate-allow = Tik op *{ apple-allow }*, dan op *{ apple-close }*.
certificate-settings = Open *{ apple-settings }* en tik op *{ apple-profile-downloaded }*.
certificate-install = Tik op *{ apple-install }* en voer je toegangscode in.
certificate-warning = Tik in de waarschuwing op *{ apple-install }*, en nog eens op *{ apple-install }*.
certificate-done = Tik op *{ apple-done }* en kom hier terug.
certificate-safe = Het certificaat heet *{ $authority }*. Daarmee controleert je { device } of hij met de echte server van { $short } praat. Het verdwijnt als je het beheer verlaat, en je kunt het altijd verwijderen in Instellingen.
installed = Ik heb het geïnstalleerd
trust-name = Het certificaat vertrouwen
trust-title = Zet het vertrouwen in het certificaat aan
trust-lead = Apple vraagt je dit zelf te doen. Anders mislukt de volgende stap.
trust-doubted = We zien het vertrouwen nog niet. Controleer de schakelaar van *{ $authority }*.
trust-leave = Laat Safari open en ga naar de app *{ apple-settings }*.
trust-about = Tik op *{ apple-general }* › *{ apple-about }*. Scrol helemaal omlaag en tik op *{ apple-trust-settings }*.
trust-switch = Zoek *{ $authority }*. Zet de schakelaar aan. Hij wordt groen.
trust-continue = Tik in de waarschuwing op *{ apple-continue }*. Kom dan terug naar deze pagina.
trust-waiting = Nog niet vertrouwd. Deze pagina controleert het als je terugkomt.
trust-seen = Vertrouwd. Door naar de laatste stap.
trust-check = Controleer opnieuw
trust-anyway = Toch doorgaan
trust-on = Ik heb hem aangezet
trust-missing = Ik zie “{ apple-trust-settings }” niet
trust-missing-last = Het is de allerlaatste regel van het scherm { apple-about }.
trust-missing-certificate = Staat hij er niet, dan is het certificaat niet geïnstalleerd. [Ga een stap terug].
trust-safe = Met de schakelaar controleert je { device } of hij met de echte server van { $short } praat. Je kunt hem later op dezelfde plek uitzetten.
trust-fingerprint = Vergelijk als je wilt de SHA-256-vingerafdruk met IT:

## The management profile

profile-title = Installeer het beheerprofiel
profile-lead = Dit is de laatste stap. Die verbindt je { device } met { $organization }.
profile-gone = De download is waarschijnlijk weg. Tik opnieuw op *Download profiel*.
profile-silent = We hebben niets van je { device } gehoord. Bel IT en noem { $reference }.
profile-old-title = Je { device } heeft een update nodig
profile-old = Er staat iOS { $has } op. { $organization } heeft iOS { $needs } of nieuwer nodig. Open { apple-settings } › { apple-general } › { apple-software-update } en tik dan opnieuw op Download.
profile-old-unknown = Er staat een oudere versie van iOS op. { $organization } heeft iOS { $needs } of nieuwer nodig. Open { apple-settings } › { apple-general } › { apple-software-update } en tik dan opnieuw op Download.
profile-other-title = Deze uitnodiging is voor een ander apparaat
profile-other = Ze geldt alleen voor het ene apparaat dat IT voor je heeft klaargezet. Gebruik dat apparaat, of vraag IT om een nieuwe link.
profile-many-title = Je hebt genoeg apparaten
profile-many = Bij { $organization } mag iedereen er { $allowed } aanmelden. Verwijder het profiel van een ervan ({ apple-settings } › { apple-general } › { apple-device-management }) of vraag IT, en tik dan opnieuw op Download.
profile-enrolled-title = Dit apparaat is al aangemeld
profile-enrolled = Er is niets meer te doen. Is het gewist of aan jou gegeven, vraag IT dan om het vrij te geven en tik opnieuw op Download.
profile-grace = Je uitnodiging is intussen verlopen. Je kunt het nog afmaken tot { $until }.
profile-download = Download profiel
profile-allow = Safari vraagt naar een configuratieprofiel. Tik op *{ apple-allow }*, dan op *{ apple-close }*.
profile-settings = Open *{ apple-settings }*. Tik bovenaan op *{ apple-profile-downloaded }* (er kan ook *{ apple-enroll-in }* staan).
profile-install = Tik rechtsboven op *{ apple-install }* en voer je toegangscode in.
profile-warnings = Je ziet een of twee waarschuwingen. Tik telkens op *{ apple-install }*.
profile-trust = Tik bij “{ apple-remote-management }” op *{ apple-trust }*, dan op *{ apple-done }*.
profile-waiting = Wachten tot je { device } zich meldt…
profile-check = [Kijk elke 15 seconden voor mij]
profile-checking = Deze pagina kijkt elke 15 seconden. [Stop met kijken]
profile-failed = “{ apple-install-failed }”
profile-failed-trust = Meestal is het certificaat niet vertrouwd. [Controleer stap { $step }] en download dan opnieuw.
profile-failed-network = Geen netwerk? Kies een wifi-netwerk of zet mobiele data aan, en download dan opnieuw.
profile-failed-lockdown = De { apple-lockdown } blokkeert profielen. Zet die eerst uit: { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = Buitenshuis laat { apple-stolen-device } je een uur wachten. Wacht, of installeer thuis.
profile-failed-other = Een { phone-or-tablet } kan één beheerprofiel hebben. Verwijder eerst het oude: { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = Ga verder met { $product }
hand-over-lead = { $organization } beheert apparaten met { $product }. Volg de stappen op die pagina tot het eind; misschien moet je nog een keer inloggen.
hand-over-again = Je bent er al geweest. Is alles geïnstalleerd, sluit dan deze pagina; ga anders nog een keer naar { $product }.
hand-over-where = De volgende pagina staat op
hand-over-continue = Verder naar { $product }
hand-over-hint = Vanaf hier zien we niet of het gelukt is. Gaat er iets mis, bel dan IT.

## Done

done-title = Je { device } is aangemeld
done-thanks = Bedankt. Je kunt deze pagina sluiten.
done-thanks-name = Bedankt, { $name }. Je kunt deze pagina sluiten.
done-device = Dit apparaat
done-name = Naam
done-model = Model
done-serial = Serienummer
done-site = Locatie
done-owner = Eigenaar
done-you = Jij
done-enrolled = Aangemeld
done-next = Wat nu gebeurt
done-apps = Wifi, mail en apps komen binnen 10 minuten.
done-online = Houd { $device ->
    [iPhone] de iPhone
    [iPad] de iPad
   *[device] het apparaat
} tot die tijd ontgrendeld en online.
done-receipt = We hebben een bevestiging gestuurd naar { $address }.
done-leave = Hoe je het beheer verlaat
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = { $used } van { $of } apparaten aangemeld. Geef de link aan de volgende.
done-all = Deze uitnodiging is helemaal gebruikt ({ $used } van { $of }). Nog een apparaat aanmelden? Vraag IT om een nieuwe link.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] We kennen deze link niet
    [NOT_YET] Deze uitnodiging geldt nog niet
    [EXPIRED] Deze uitnodiging is verlopen
    [REVOKED] Deze uitnodiging is ingetrokken
    [USED] Deze uitnodiging is al gebruikt
    [BUSY] Alle plaatsen zijn nu bezet
    [WRONG_ACCOUNT] Deze uitnodiging is voor iemand anders
    [NOT_ALLOWED] Je account kan geen apparaten aanmelden
    [DIRECTORY] We kunnen je wachtwoord nu niet controleren
    [PROVIDER] We kunnen je nu niet inloggen
    [NOT_LOGGED_IN] Je bent niet ingelogd
    [LOCKED] Te veel pogingen
    [PERSONAL] { $device ->
        [iPhone] Je kunt je eigen iPhone niet aanmelden
        [iPad] Je kunt je eigen iPad niet aanmelden
       *[device] Je kunt je eigen apparaat niet aanmelden
    }
    [SESSION] Begin opnieuw
    [COOKIES] Sta cookies toe
    [FORM] Probeer het nog eens
    [NOT_FOUND] Deze pagina bestaat niet
   *[SERVER] Er ging bij ons iets mis
}
unknown-lead = Misschien ontbreekt een deel van de link. Open hem opnieuw vanuit het bericht, of voer de code in.
unknown-code = Voer de code in
not-yet-lead = Hij geldt vanaf { $opens }.
expired-lead = Hij gold tot { $until }. Dat was { $relative }.
revoked-lead = IT heeft hem ingetrokken.
revoked-lead-date = IT heeft hem ingetrokken op { $date }.
revoked-reason = Reden: { $reason }.
used-lead = { $devices } aangemeld.
used-lead-elsewhere = Hij is gebruikt om verder te gaan naar { $product }, waar de apparaten worden aangemeld.
used-lead-date = { $devices } aangemeld, het laatste op { $date }.
busy-lead = { $devices }. Als een ervan het niet afmaakt, komt die plaats vrij binnen { $minutes ->
    [one] { $minutes } minuut
   *[other] { $minutes } minuten
}.
wrong-account-sent = Hij is gestuurd naar { $address }.
wrong-account-lead = Je bent ingelogd als *{ $username }*.
wrong-account-other = Log in als iemand anders
not-allowed-groups = Alleen leden van { $groups } kunnen dat.
not-allowed-lead = Vraag het aan IT als je het nodig hebt.
directory-lead = De gids van { $short } antwoordt niet.
provider-lead = De inlogpagina van { $short } antwoordt niet.
not-logged-in-declined = Het inloggen is afgebroken of geweigerd.
not-logged-in-lead = Het antwoord van de inlogpagina is niet bruikbaar. Log opnieuw in.
invitation-valid = Je uitnodiging blijft geldig.
locked-lead = { $minutes ->
    [one] Wacht { $minutes } minuut en probeer het dan opnieuw.
   *[other] Wacht { $minutes } minuten en probeer het dan opnieuw.
}
personal-lead = Met je account kun je apparaten van { $organization } aanmelden.
personal-lead-invitation = Deze uitnodiging is alleen voor apparaten van { $organization }.
session-lead = Je was langer dan 60 minuten weg. We hebben je plek bewaard; log in om verder te gaan.
cookies-lead = We hebben één cookie nodig om je stap te onthouden. Het wordt gewist als je klaar bent.
form-lead = De pagina was te oud, of het formulier kwam er niet vandaan. Ga terug, laad de pagina opnieuw en probeer het nog eens.
not-found-lead = Misschien is het adres verkeerd getypt.
server-lead = IT vindt het terug met kenmerk { $reference }.
start-again = Begin opnieuw
for-it = Voor IT:
ask-heading = Wat je kunt doen
ask-lead = Vraag om een nieuwe link. We laten het IT weten; je krijgt een mail als de nieuwe link klaar is.
ask-lead-who = Vraag om een nieuwe link. We laten het { $who } weten; je krijgt een mail als de nieuwe link klaar is.
ask-button = Vraag om een nieuwe link
ask-expired = Moet je nog een apparaat aanmelden? Vraag IT om een nieuwe link.
ask-used = Moet je nog een ander apparaat aanmelden? Vraag IT om een nieuwe link.
asked-title = We hebben om een nieuwe link gevraagd
asked-lead = Als deze link vernieuwd kan worden, weet { $who } het nu. Je krijgt een mail als de nieuwe link klaar is.

## All steps on one page

help-title = Alle stappen op één pagina
help-lead = Om te printen, of om voor te lezen aan iemand die een apparaat instelt.
help-start = Begin
help-start-open = Open de link uit het bericht in *Safari*, of open { $address } en voer de code in.
help-start-tap = Tik op *Begin*.
help-start-login = Log in met het account van { $short } en beantwoord wat er gevraagd wordt.
help-certificate = Certificaat installeren
help-certificate-download = Tik op *Download certificaat*, *{ apple-allow }*, *{ apple-close }*. De download is na 8 minuten weg; tik dan opnieuw.
help-certificate-settings = Open *{ apple-settings }* en tik op *{ apple-profile-downloaded }*.
help-certificate-install = Tik op *{ apple-install }*, voer de toegangscode in, tik op *{ apple-install }*, *{ apple-install }*, *{ apple-done }*.
help-certificate-back = Ga terug naar Safari en tik op *Ik heb het geïnstalleerd*.
help-trust = Het certificaat vertrouwen
help-trust-settings = Open *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (de laatste regel).
help-trust-switch = Zet de schakelaar van *{ $authority }* aan en tik op *{ apple-continue }*.
help-trust-back = Ga terug naar Safari. De pagina gaat vanzelf verder, of tik op *Ik heb hem aangezet*.
help-profile = Beheerprofiel installeren
help-profile-download = Tik op *Download profiel*, *{ apple-allow }*, *{ apple-close }*.
help-profile-settings = Open *{ apple-settings }* en tik op *{ apple-profile-downloaded }* (er kan ook *{ apple-enroll-in }* staan).
help-profile-install = Tik op *{ apple-install }* en voer de toegangscode in. Tik in elke waarschuwing op *{ apple-install }*.
help-profile-trust = Tik bij “{ apple-remote-management }” op *{ apple-trust }*, dan op *{ apple-done }*.
help-profile-back = Ga terug naar Safari. Daar staat dat het apparaat is aangemeld.
help-elsewhere = Tik op *{ hand-over-continue }* en volg de stappen op die pagina tot het eind.

## Privacy and access rights

privacy-title = Privacy
privacy-lead = Wat { $organization } ziet, doet en bewaart als je een apparaat aanmeldt.
privacy-institution = Een apparaat van { $organization }
privacy-personal = Je eigen apparaat
privacy-kept = Wat er bewaard wordt
privacy-kept-person = Je naam, e-mail en plaats zoals ze in de gids van { $short } staan, bij het apparaat.
privacy-kept-device = Naam, model, serienummer en systeemversie van het apparaat.
privacy-kept-times = Wanneer elke stap gedaan is.
privacy-kept-days = { $days ->
    [one] { $days } dag nadat een apparaat weg is, wordt dit gewist.
   *[other] { $days } dagen nadat een apparaat weg is, wordt dit gewist.
}
privacy-kept-always = Dit wordt bewaard tot IT het wist.
privacy-not = Wat niet
privacy-not-password = Je wachtwoord. Het wordt bij de gids gecontroleerd en nooit bewaard.
privacy-not-ads = Niets voor reclame. Je wordt niet gevolgd, en er komt niets van andere servers.
privacy-not-cookies = Geen cookies behalve deze: een onthoudt je stap en wordt gewist als je klaar bent, een je taal als je die kiest.
access-can = { $organization } kan:
access-cannot = { $organization } kan niet:
can-see-device = model, serienummer en systeemversie zien
cannot-see-device = model of serienummer zien
can-see-network = telefoonnummer, simkaart en netwerkadressen zien
cannot-see-network = telefoonnummer of simkaart zien
can-see-apps = de lijst met geïnstalleerde apps zien
cannot-see-apps = zien welke apps je hebt geïnstalleerd
can-see-security = zien of toegangscode en versleuteling aan staan
cannot-see-security = beveiligingsinstellingen zien
can-see-restrictions = beperkingen zien
can-see-profiles = de geïnstalleerde profielen zien
cannot-see-profiles = andere profielen zien
can-see-provisioning = de voorzieningenprofielen van eigen apps zien
can-install-settings = instellingen zoals wifi en mail installeren en verwijderen
cannot-install-settings = instellingen installeren
can-install-apps = werkapps installeren en verwijderen
cannot-install-apps = apps installeren
can-install-provisioning = de voorzieningenprofielen van eigen apps installeren
can-change-settings = apparaatinstellingen zoals roaming wijzigen
can-lock = het vergrendelen en de toegangscode verwijderen
cannot-lock = het vergrendelen of de toegangscode verwijderen
can-erase = het wissen
cannot-erase = het wissen
cannot-ever = je berichten, foto’s, browsergeschiedenis of locatie lezen

## The demonstration's inbox

inbox-title = Postvak
inbox-lead = Berichten die deze demonstratie heeft opgevangen. Niets heeft deze computer verlaten.
inbox-empty = Nog geen bericht. Voer *enroll apply* uit.
inbox-to = Aan { $address }
mail-from = Van
mail-to = Aan
mail-captured = Opgevangen
mail-open = Open de link
mail-here = Doorloop de stappen op deze computer
mail-html = Het bericht als HTML
mail-text = Het bericht als tekst

## Dates

month = { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
}
weekday = { $weekday ->
    [1] maandag
    [2] dinsdag
    [3] woensdag
    [4] donderdag
    [5] vrijdag
    [6] zaterdag
   *[7] zondag
}
weekday-short = { $weekday ->
    [1] ma
    [2] di
    [3] wo
    [4] do
    [5] vr
    [6] za
   *[7] zo
}
date-day = { weekday-short } { $day } { month }
date-day-year = { weekday-short } { $day } { month } { $year }
date-weekday = { weekday } { $day } { month }
date-full = { weekday } { $day } { month } { $year }
date-brief = { $day } { month } { $year }
time = { $hour }:{ $minute }
span = { $unit ->
    [day] { $count ->
        [one] { $count } dag
       *[other] { $count } dagen
    }
    [hour] { $count } uur
    [minute] { $count ->
        [one] { $count } minuut
       *[other] { $count } minuten
    }
   *[moment] minder dan een minuut
}
ahead = over { span }
ago = { span } geleden
left = { $unit ->
    [hour] { $count } uur
    [minute] { $count ->
        [one] { $count } minuut
       *[other] { $count } minuten
    }
   *[moment] minder dan een minuut
}

## Text messages

date-short = { weekday-short } { $day } { $month ->
    [1] jan
    [2] feb
    [3] mrt
    [4] apr
    [5] mei
    [6] jun
    [7] jul
    [8] aug
    [9] sep
    [10] okt
    [11] nov
   *[12] dec
}{ $within ->
    [year] {""}
   *[later] {" "}{ $year }
}, { $hour }.{ $minute } uur
sms-limits = { $limits ->
    [both] {" "}in van { $opens } tot { $until }
    [opens] {" "}in vanaf { $opens }
    [until] {" "}in voor { $until }
   *[none] {" "}in
}
sms-contact = { $ask ->
    [phone] Bel { $phone }
   *[email] Mail { $email }
}
sms-invite = { $organization }: stel je apparaat{ sms-limits }: { $link }
sms-invite-ask = Niet verwacht? { sms-contact }
sms-reminder = { $organization }: stel je apparaat in. { $limits ->
    [until] De link werkt tot { $until }: { $link }
   *[none] { $link }
}
sms-reminder-ask = Hulp: { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-changed = { $organization }: je link werkt nu { $limits ->
    [until] tot { $until }
   *[none] zonder einddatum
}: { $link }
sms-revoked = { $organization }: je link om een apparaat in te stellen is ingetrokken. Je hoeft niets te doen.
sms-expired = { $organization }: je link om een apparaat in te stellen is verlopen. Er is niets veranderd.
sms-expired-ask = Nog nodig? { sms-contact }
sms-ask = Vragen? { sms-contact }
sms-receipt = { $organization }: op { $enrolled } is { $device ->
    [iPhone] een iPhone
    [iPad] een iPad
   *[device] een apparaat
} voor je aangemeld.
sms-receipt-ask = Was jij dat niet? { $ask ->
    [phone] Bel meteen { $phone }
   *[email] Mail meteen { $email }
}

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = Info
apple-allow = Sta toe
apple-camera = Camera
apple-close = Sluit
apple-continue = Ga door
apple-device-management = VPN en apparaatbeheer
apple-done = Gereed
apple-enroll-in = Inschrijven bij { $organization }
apple-full-trust = Schakel volledig vertrouwen in voor rootcertificaten
apple-general = Algemeen
apple-install = Installeer
apple-install-failed = Installatie profiel mislukt
apple-lockdown = Isolatiemodus
apple-paste-and-go = Plak en ga
apple-privacy-security = Privacy en beveiliging
apple-profile-downloaded = Profiel gedownload
apple-remote-management = Beheer op afstand
apple-remove-management = Verwijder beheer
apple-settings = Instellingen
apple-software-update = Software-update
apple-stolen-device = Bescherming van gestolen apparaat
apple-trust = Vertrouw
apple-trust-settings = Instellingen vertrouwde certificaten
