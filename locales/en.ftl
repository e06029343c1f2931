# The texts of the pages. One file for each language, the same keys and variables in all of them.
#
# *word* is shown bold, [words] is the link of the sentence; there is no HTML. Every message knows $device
# (iPhone, iPad or device), $organization and $short. A person's or a place's name comes in as a variable.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] device
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone or iPad
}
it = IT
continue = Continue
start = Start
try-again = Try again
back = Go back
mistake-mark = Error:
mistake-heading = There is a problem
may-close = You can close this page.
nothing-changed = Nothing on your { device } was changed.
devices-of = { $used } of { $of } devices
devices-any = { $used } so far; any number of devices
devices-reserved = , { $reserved } in progress
safe-question = Is this safe?
can-question = What { $organization } can see and do

## Around every page

title-step = Step { $now } of { $of }:
skip = Skip to main content
language = Language
progress = Progress
progress-step = Step { $now } of { $of }
progress-name = { $step ->
    [login] Log in
    [assign] Person
    [owner] Your { device }
    [site] Site
    [terms] Terms
    [certificate] Install certificate
    [trust] Trust certificate
   *[profile] Install profile
}
progress-state = { $state ->
    [done] done
    [now] current step
   *[todo] to do
}
footer-call-or-email = Need help? Call { $phone } or email { $email }.
footer-call = Need help? Call { $phone }.
footer-email = Need help? Email { $email }.
footer-ask = Need help? Ask { $name }.
footer-number = Say invitation { $number }.
footer-reference = Say reference { $reference }.
footer-privacy = Privacy
footer-help = All steps on one page

## Languages

languages-title = Choose your language

## Open enrollment

door-title = Set up your iPhone or iPad
door-lead = { $organization } manages phones and tablets for work and school.
door-needs-password = It takes about 5{"\u00A0"}minutes. You need your { $short } password and the passcode of this { device }.
door-needs = It takes about 5{"\u00A0"}minutes. You need the passcode of this { device }.
door-closed = You need an invitation.
door-invited = Do you have an invitation? Open the link in your email or text, or [enter the code].

## The invitation

invitation-title = Set up your { device }
invitation-hello = Hello { $name }.
invitation-asks = { $organization } asks you to enroll this { device }.
invitation-card = Your invitation
invitation-from = From
invitation-for = For
invitation-until = Works until
invitation-no-end = no end date
invitation-enrolled = Enrolled
invitation-left = Works for *{ $left }*. Start now, then you have time to finish.
invitation-real = Is this real?
invitation-real-number = The number in your message must be { $number }. If it is different, or you expect no invitation, close this page and call IT.
invitation-real-poster = If nobody told you about this, close this page and call IT.
invitation-institution = For devices that belong to { $organization } only.

## The code

code-title = Enter your code
code-lead = It has 20 letters and digits and stands on the poster or in the message.
code-label = Code
code-wrong = This is not a whole code
code-wrong-more = This is not a whole code. Compare it with the poster or the message.
code-hint = Capital or small letters, with or without dashes: all are fine.

## Opened elsewhere: computer, Android, another app

desktop-title = Continue on your iPhone or iPad
desktop-lead = This page sets up a phone or tablet, not a computer.
desktop-invitation = Your invitation is fine.
desktop-camera = Open the *{ apple-camera }* app on the device you want to enroll.
desktop-point = Point it at this code.
desktop-tap = Tap the yellow link. It opens in Safari.
desktop-type = No camera? Open Safari and type { $address }
desktop-type-code = then enter the code { $code }
desktop-ipad = I’m on an iPad – continue here
desktop-state = { $state ->
    [waiting] Waiting for your device…
    [started] Opened on your device.
    [logged_in] Logged in on your device.
    [downloaded] Profile downloaded.
   *[enrolled] Enrolled. You can close this page.
}
desktop-until = Works until { $until }
android-title = This link is for iPhone and iPad
android-lead = You opened it on an Android device. { $organization } can’t enroll Android devices with this link.
android-valid = Your invitation stays valid.
android-handoff = Continue to Android setup
android-hint = To enroll an iPhone or iPad, open the same link there.
app-title = Open this page in Safari
app-lead = { $app } can’t install the profile.
app-lead-unknown = This app can’t install the profile.
app-link = Your link
app-copy = Copy link
app-copied = Copied
app-step-copy = Copy the link above.
app-step-open = Open *Safari*.
app-step-paste = Touch and hold the address bar, and tap *{ apple-paste-and-go }*.
app-anyway = Continue here anyway

## Log in

login-title = Log in
login-lead = Use your { $short } account, the same as for your computer.
login-lead-account = Use the local account that IT gave you.
login-username = Username
login-password = Password
login-wrong = The username or password is wrong.
login-empty = Enter your username and your password.
login-forgotten = Forgot your password? [Reset it], then come back to this page.
login-checked = We check your password with the { $short } directory. We never store it.
login-staff = IT staff: [log in with a local account]
login-directory = [Log in with your { $short } account]
login-oidc = Log in with your { $short } account
login-oidc-hint = You log in on the { $short } login page and come back here. We never see your password.
logged-in = Logged in as *{ $username }*. [Not you?]
logout-title = Log out?
logout-lead = You are logged in as *{ $username }*. Log out, then log in as yourself.
logout-button = Log out
logged-out-title = You are logged out
logged-out-lead = To go on, open your link again.

## Who the device is for

assign-title = Who is this device for?
assign-lead = The person’s name, email and location are stored with the device.
assign-search = Name, username or email
assign-search-again = Search again: name, username or email
assign-find = Find
assign-missing = Find and choose a person
assign-nobody = No one matches “{ $query }”. Check the spelling or try the email address.
assign-choose = Choose a person
assign-without = Or go on without a person
assign-no-one = No one
assign-shared = A shared device
assign-more = There are more. Add a few letters to find the right one.

## Owner and site

owner-title = Who owns this { device }?
owner-lead = This decides what { $organization } can see and do.
owner-missing = Choose who owns it
owner-missing-more = Choose who owns it.
owner-given = It was given to me.
owner-given-erase = IT can install apps, and lock or erase it.
owner-given-no-erase = IT can’t erase it.
owner-me = I do
owner-own = It is my own. IT adds work Wi‑Fi and mail.
owner-own-no-erase = IT can’t erase it.
owner-own-no-erase-no-apps = IT can’t erase it or see my apps.
owner-if-institution = If { $organization } owns it
owner-if-personal = If you own it
site-title = Where does this { device } belong?
site-lead = The site decides which settings and apps it gets.
site-label = Site
site-option = Choose…
site-missing = Choose a site
site-missing-more = Choose a site.

## Terms

terms-title = Read and accept the terms
terms-missing = Tick the box to accept the terms
terms-missing-more = Tick the box to accept the terms.
terms-tick = I have read and accept these terms
terms-accept = Accept and continue
terms-decline = Don’t accept
declined-title = You did not accept
declined-lead = Nothing was installed. You can close this page.
declined-again = Did you change your mind? [Read the terms again].

## Certificate and trust

minutes = *You have 8 minutes* after the download. If the time is over, tap Download again.
certificate-name = Install the certificate
certificate-title = Install the { $short } certificate
certificate-lead = It lets your { device } recognize the real { $short } server.
certificate-download = Download certificate
certificate-allow = Tap *{ apple-allow }*, then *{ apple-close }*.
certificate-settings = Open *{ apple-settings }* and tap *{ apple-profile-downloaded }*.
certificate-install = Tap *{ apple-install }* and enter your passcode.
certificate-warning = In the warning, tap *{ apple-install }*, then *{ apple-install }* again.
certificate-done = Tap *{ apple-done }* and come back here.
certificate-safe = The certificate is called *{ $authority }*. It lets your { device } check that it talks to the real { $short } server. It goes away when you leave management, and you can remove it in Settings at any time.
installed = I installed it
trust-name = Trust the certificate
trust-title = Turn on trust for the certificate
trust-lead = Apple asks you to do this by hand. Without it, the next step fails.
trust-doubted = We still can’t see the trust. Check the switch for *{ $authority }*.
trust-leave = Leave Safari open and go to the *{ apple-settings }* app.
trust-about = Tap *{ apple-general }* › *{ apple-about }*. Scroll to the bottom and tap *{ apple-trust-settings }*.
trust-switch = Find *{ $authority }*. Turn the switch on. It turns green.
trust-continue = Tap *{ apple-continue }* in the warning. Then come back to this page.
trust-waiting = Not trusted yet. This page checks when you come back.
trust-seen = Trusted. Going to the last step.
trust-check = Check again
trust-anyway = Go on anyway
trust-on = I turned it on
trust-missing = I can’t see “{ apple-trust-settings }”
trust-missing-last = It is the very last row of the { apple-about } screen.
trust-missing-certificate = If it is missing, the certificate is not installed. [Go back one step].
trust-safe = The switch lets your { device } check that it talks to the real { $short } server. You can turn it off later in the same place.
trust-fingerprint = Check the SHA-256 fingerprint with IT if you like:

## The management profile

profile-title = Install the management profile
profile-lead = This is the last step. It connects your { device } to { $organization }.
profile-gone = The download is probably gone. Tap *Download profile* again.
profile-silent = We haven’t heard from your { device }. Call IT and say { $reference }.
profile-old-title = Your { device } needs an update
profile-old = It has iOS { $has }. { $organization } needs iOS { $needs } or later. Open { apple-settings } › { apple-general } › { apple-software-update }, then tap Download again.
profile-old-unknown = It has an older version of iOS. { $organization } needs iOS { $needs } or later. Open { apple-settings } › { apple-general } › { apple-software-update }, then tap Download again.
profile-other-title = This invitation is for another device
profile-other = It works on the one device that IT prepared for you. Use that device, or ask IT for a new link.
profile-many-title = You have enough devices
profile-many = { $organization } lets each person enroll { $allowed }. Remove the profile from one of them ({ apple-settings } › { apple-general } › { apple-device-management }) or ask IT, then tap Download again.
profile-enrolled-title = This { device } is enrolled already
profile-enrolled = There is nothing left to do. If it was erased or given to you, ask IT to release it, then tap Download again.
profile-grace = Your invitation has expired meanwhile. You can still finish until { $until }.
profile-download = Download profile
profile-allow = Safari asks about a configuration profile. Tap *{ apple-allow }*, then *{ apple-close }*.
profile-settings = Open *{ apple-settings }*. Near the top, tap *{ apple-profile-downloaded }* (it may say *{ apple-enroll-in }*).
profile-install = Tap *{ apple-install }* at the top right and enter your passcode.
profile-warnings = You see one or two warnings. Tap *{ apple-install }* each time.
profile-trust = At “{ apple-remote-management }”, tap *{ apple-trust }*, then *{ apple-done }*.
profile-waiting = Waiting for your { device } to check in…
profile-check = [Check every 15 seconds for me]
profile-checking = This page checks every 15 seconds. [Stop checking]
profile-failed = “{ apple-install-failed }”
profile-failed-trust = Most often the certificate is not trusted. [Check step { $step }], then download again.
profile-failed-network = No network? Join Wi‑Fi or turn on mobile data, then download again.
profile-failed-lockdown = { apple-lockdown } blocks profiles. Turn it off first: { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = Away from home, { apple-stolen-device } makes you wait one hour. Wait, or install at home.
profile-failed-other = An { phone-or-tablet } can have one management profile. Remove the old one first: { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = Go on with { $product }
hand-over-lead = { $organization } manages devices with { $product }. Follow the steps on its page to the end; it may ask you to log in again.
hand-over-again = You have been there. If everything is installed, close this page; if not, go on with { $product } once more.
hand-over-where = The next page is at
hand-over-continue = Continue to { $product }
hand-over-hint = We can’t see from here whether it worked. If anything goes wrong, call IT.

## Done

done-title = Your { device } is enrolled
done-thanks = Thank you. You can close this page.
done-thanks-name = Thank you, { $name }. You can close this page.
done-device = This device
done-name = Name
done-model = Model
done-serial = Serial
done-site = Site
done-owner = Owner
done-you = You
done-enrolled = Enrolled
done-next = What happens next
done-apps = Wi‑Fi, mail and apps arrive in the next 10 minutes.
done-online = Keep the { device } unlocked and online until then.
done-receipt = We sent a receipt to { $address }.
done-leave = How to leave management
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = { $used } of { $of } devices enrolled. Give the link to the next person.
done-all = All uses of this invitation are used ({ $used } of { $of }). Need to enroll another device? Ask IT for a new link.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] We don’t know this link
    [NOT_YET] This invitation is not open yet
    [EXPIRED] This invitation has expired
    [REVOKED] This invitation was cancelled
    [USED] This invitation is already used
    [BUSY] All places are taken right now
    [WRONG_ACCOUNT] This invitation is for another person
    [NOT_ALLOWED] Your account can’t enroll devices
    [DIRECTORY] We can’t check your password right now
    [PROVIDER] We can’t log you in right now
    [NOT_LOGGED_IN] You are not logged in
    [LOCKED] Too many tries
    [PERSONAL] You can’t enroll your own { device }
    [SESSION] Please start again
    [COOKIES] Please allow cookies
    [FORM] Please try that again
    [NOT_FOUND] There is no such page
   *[SERVER] Something went wrong on our side
}
unknown-lead = Part of the link may be missing. Open it again from the message, or enter the code.
unknown-code = Enter the code
not-yet-lead = It works from { $opens }.
expired-lead = It worked until { $until }. That was { $relative }.
revoked-lead = IT cancelled it.
revoked-lead-date = IT cancelled it on { $date }.
revoked-reason = Reason: { $reason }.
used-lead = { $devices } enrolled.
used-lead-elsewhere = It was used to go on to { $product }, which enrolls the devices.
used-lead-date = { $devices } enrolled, the last one on { $date }.
busy-lead = { $devices }. If one of them does not finish, its place comes free within { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
wrong-account-sent = It was sent to { $address }.
wrong-account-lead = You are logged in as *{ $username }*.
wrong-account-other = Log in as someone else
not-allowed-groups = Only members of { $groups } can.
not-allowed-lead = Ask IT if you need it.
directory-lead = The { $short } directory doesn’t answer.
provider-lead = The { $short } login page doesn’t answer.
not-logged-in-declined = The login was cancelled or declined.
not-logged-in-lead = The answer of the login page can’t be used. Please log in again.
invitation-valid = Your invitation stays valid.
locked-lead = { $minutes ->
    [one] Wait { $minutes } minute, then try again.
   *[other] Wait { $minutes } minutes, then try again.
}
personal-lead = Your account may enroll devices that belong to { $organization }.
personal-lead-invitation = This invitation is for devices of { $organization } only.
session-lead = You were away for more than 60 minutes. We kept your place; log in to continue.
cookies-lead = We need one cookie to remember your step. It is deleted when you finish.
form-lead = The page was too old, or the form did not come from it. Go back, reload the page and try again.
not-found-lead = The address may be mistyped.
server-lead = IT can find it by the reference { $reference }.
start-again = Start again
for-it = For IT:
ask-heading = What you can do
ask-lead = Ask for a new link. We tell IT; you get an email when the new link is ready.
ask-lead-who = Ask for a new link. We tell { $who }; you get an email when the new link is ready.
ask-button = Ask for a new link
ask-expired = Do you still need to enroll a device? Ask IT for a new link.
ask-used = Do you still need to enroll another device? Ask IT for a new link.
asked-title = We asked for a new link
asked-lead = If this link can be renewed, { $who } knows now. You get an email when the new link is ready.

## All steps on one page

help-title = All steps on one page
help-lead = To print, or to read aloud to somebody who sets up a device.
help-start = Start
help-start-open = Open the link from the message in *Safari*, or open { $address } and enter the code.
help-start-tap = Tap *Start*.
help-start-login = Log in with the { $short } account, and answer what is asked.
help-certificate = Install the certificate
help-certificate-download = Tap *Download certificate*, *{ apple-allow }*, *{ apple-close }*. The download is gone after 8 minutes; then tap it again.
help-certificate-settings = Open *{ apple-settings }* and tap *{ apple-profile-downloaded }*.
help-certificate-install = Tap *{ apple-install }*, enter the passcode, tap *{ apple-install }*, *{ apple-install }*, *{ apple-done }*.
help-certificate-back = Go back to Safari and tap *I installed it*.
help-trust = Trust the certificate
help-trust-settings = Open *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (the last row).
help-trust-switch = Turn on the switch for *{ $authority }*, and tap *{ apple-continue }*.
help-trust-back = Go back to Safari. The page goes on by itself, or tap *I turned it on*.
help-profile = Install the management profile
help-profile-download = Tap *Download profile*, *{ apple-allow }*, *{ apple-close }*.
help-profile-settings = Open *{ apple-settings }* and tap *{ apple-profile-downloaded }* (it may say *{ apple-enroll-in }*).
help-profile-install = Tap *{ apple-install }* and enter the passcode. Tap *{ apple-install }* in each warning.
help-profile-trust = At “{ apple-remote-management }”, tap *{ apple-trust }*, then *{ apple-done }*.
help-profile-back = Go back to Safari. It says that the device is enrolled.
help-elsewhere = Tap *{ hand-over-continue }*, and follow the steps of that page to the end.

## Privacy and access rights

privacy-title = Privacy
privacy-lead = What { $organization } sees, does and keeps when you enroll a device.
privacy-institution = A device of { $organization }
privacy-personal = Your own device
privacy-kept = What is kept
privacy-kept-person = Your name, email and location as the { $short } directory has them, with the device.
privacy-kept-device = The device’s name, model, serial number and system version.
privacy-kept-times = When each step was done.
privacy-kept-days = { $days ->
    [one] { $days } day after a device has left, this is erased.
   *[other] { $days } days after a device has left, this is erased.
}
privacy-kept-always = This is kept until IT erases it.
privacy-not = What is not
privacy-not-password = Your password. It is checked with the directory and never stored.
privacy-not-ads = Anything for advertising. There is no tracking, and nothing comes from other servers.
privacy-not-cookies = Cookies, but these: one remembers your step and is deleted when you finish, one your language if you choose it.
access-can = { $organization } can:
access-cannot = { $organization } can’t:
can-see-device = see its model, serial number and system version
cannot-see-device = see its model or serial number
can-see-network = see its phone number, SIM card and network addresses
cannot-see-network = see its phone number or SIM card
can-see-apps = see the list of installed apps
cannot-see-apps = see which apps you installed
can-see-security = see whether a passcode and encryption are on
cannot-see-security = see its security settings
can-see-restrictions = see its restrictions
can-see-profiles = see the profiles that are installed
cannot-see-profiles = see other profiles
can-see-provisioning = see the provisioning profiles of in-house apps
can-install-settings = install and remove settings, such as Wi-Fi and mail
cannot-install-settings = install settings
can-install-apps = install and remove work apps
cannot-install-apps = install apps
can-install-provisioning = install the provisioning profiles of in-house apps
can-change-settings = change device settings, such as roaming
can-lock = lock it and remove its passcode
cannot-lock = lock it or remove its passcode
can-erase = erase it
cannot-erase = erase it
cannot-ever = read your messages, photos, browsing history or location

## The demonstration's inbox

inbox-title = Inbox
inbox-lead = Messages that this demo captured. Nothing left this computer.
inbox-empty = No message yet. Run *enroll apply*.
inbox-to = To { $address }
mail-from = From
mail-to = To
mail-captured = Captured
mail-open = Open the link
mail-here = Go through the steps on this computer
mail-html = The message as HTML
mail-text = The message as text

## Dates. $month and $weekday (1 is Monday) are numbers, $hour12 goes with $half (am or pm).

month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
weekday-short = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
date-day = { weekday-short }, { month } { $day }
date-day-year = { weekday-short }, { month } { $day }, { $year }
date-weekday = { weekday }, { month } { $day }
date-full = { weekday }, { month } { $day }, { $year }
date-brief = { month } { $day }, { $year }
time = { $hour12 }:{ $minute } { $half ->
    [am] AM
   *[pm] PM
}
span = { $unit ->
    [day] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
    [hour] { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
    [minute] { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
   *[moment] less than a minute
}
ahead = { span } from now
ago = { span } ago
left = { $unit ->
    [hour] { $count ->
        [one] { $count } more hour
       *[other] { $count } more hours
    }
    [minute] { $count ->
        [one] { $count } more minute
       *[other] { $count } more minutes
    }
   *[moment] less than a minute
}

## Text messages
# Letters that every phone has: others make a text message twice as long.

date-short = { weekday-short } { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}{ $within ->
    [year] {""}
   *[later] {" "}{ $year }
}, { $hour12 }{ $full ->
    [hour] {""}
   *[minute] :{ $minute }
} { $half ->
    [am] AM
   *[pm] PM
}
sms-limits = { $limits ->
    [both] {" "}from { $opens } to { $until }
    [opens] {" "}from { $opens }
    [until] {" "}by { $until }
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] Call { $phone }
   *[email] Write to { $email }
}
sms-invite = { $organization }: set up your device{ sms-limits }: { $link }
sms-invite-ask = Not expecting this? { sms-contact }
sms-reminder = { $organization }: your device is not set up yet. { $limits ->
    [until] Link ends { $until }: { $link }
   *[none] { $link }
}
sms-reminder-ask = Help: { sms-contact }
sms-changed = { $organization }: your device setup link now { $limits ->
    [until] works until { $until }
   *[none] has no end any more
}: { $link }
sms-revoked = { $organization }: your device setup link was cancelled. You don't need to do anything.
sms-expired = { $organization }: your device setup link has expired. Nothing was changed.
sms-expired-ask = Still need it? { sms-contact }
sms-ask = Questions? { sms-contact }
sms-receipt = { $organization }: { $device ->
    [iPhone] an iPhone
    [iPad] an iPad
   *[device] a device
} was enrolled for you on { $enrolled }.
sms-receipt-ask = Not you? { $ask ->
    [phone] Call { $phone } now.
   *[email] Write to { $email } now.
}

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = About
apple-allow = Allow
apple-camera = Camera
apple-close = Close
apple-continue = Continue
apple-device-management = VPN & Device Management
apple-done = Done
apple-enroll-in = Enroll in { $organization }
apple-full-trust = Enable full trust for root certificates
apple-general = General
apple-install = Install
apple-install-failed = Profile Installation Failed
apple-lockdown = Lockdown Mode
apple-paste-and-go = Paste and Go
apple-privacy-security = Privacy & Security
apple-profile-downloaded = Profile Downloaded
apple-remote-management = Remote Management
apple-remove-management = Remove Management
apple-settings = Settings
apple-software-update = Software Update
apple-stolen-device = Stolen Device Protection
apple-trust = Trust
apple-trust-settings = Certificate Trust Settings
