# Français. Règles et variables : en.ftl.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] appareil
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone ou iPad
}
it = le service informatique
continue = Continuer
start = Commencer
try-again = Réessayer
back = Retour
mistake-mark = Erreur :
mistake-heading = Il y a un problème
may-close = Vous pouvez fermer cette page.
nothing-changed = Rien n’a été modifié sur votre { device }.
devices-of = { $used } appareils sur { $of }
devices-any = { $used } jusqu’ici ; nombre d’appareils illimité
devices-reserved = , { $reserved } en cours
safe-question = Est-ce sans danger ?
can-question = Ce que { $organization } peut voir et faire

## Around every page

title-step = Étape { $now } sur { $of } :
skip = Aller au contenu
language = Langue
progress = Progression
progress-step = Étape { $now } sur { $of }
progress-name = { $step ->
    [login] Connexion
    [assign] Personne
    [owner] Votre { device }
    [site] Site
    [terms] Conditions
    [certificate] Installer le certificat
    [trust] Approuver le certificat
   *[profile] Installer le profil
}
progress-state = { $state ->
    [done] terminé
    [now] étape en cours
   *[todo] à faire
}
footer-call-or-email = Besoin d’aide ? Appelez le { $phone } ou écrivez à { $email }.
footer-call = Besoin d’aide ? Appelez le { $phone }.
footer-email = Besoin d’aide ? Écrivez à { $email }.
footer-ask = Besoin d’aide ? Adressez-vous à : { $name }.
footer-number = Indiquez l’invitation { $number }.
footer-reference = Indiquez la référence { $reference }.
footer-privacy = Confidentialité
footer-help = Toutes les étapes sur une page

## Languages

languages-title = Choisissez votre langue

## Open enrollment

door-title = Configurez votre iPhone ou iPad
door-lead = { $organization } gère des téléphones et des tablettes pour le travail et l’école.
door-needs-password = Cela prend environ 5{"\u00A0"}minutes. Il vous faut votre mot de passe { $short } et le code de cet { device }.
door-needs = Cela prend environ 5{"\u00A0"}minutes. Il vous faut le code de cet { device }.
door-closed = Il vous faut une invitation.
door-invited = Vous avez une invitation ? Ouvrez le lien de votre e-mail ou SMS, ou [saisissez le code].

## The invitation

invitation-title = Configurez votre { device }
invitation-hello = Bonjour { $name }.
invitation-asks = { $organization } vous demande d’inscrire cet { device }.
invitation-card = Votre invitation
invitation-from = De
invitation-for = Pour
invitation-until = Valable jusqu’au
invitation-no-end = sans date de fin
invitation-enrolled = Inscrits
invitation-left = Valable encore *{ $left }*. Commencez maintenant, vous aurez le temps de finir.
invitation-real = Est-ce authentique ?
invitation-real-number = Le numéro de votre message doit être { $number }. S’il est différent, ou si vous n’attendez pas d’invitation, fermez cette page et appelez le service informatique.
invitation-real-poster = Si personne ne vous en a parlé, fermez cette page et appelez le service informatique.
invitation-institution = Uniquement pour les appareils qui appartiennent à { $organization }.

## The code

code-title = Saisissez votre code
code-lead = Il compte 20 lettres et chiffres et figure sur l’affiche ou dans le message.
code-label = Code
code-wrong = Ce code n’est pas complet
code-wrong-more = Ce code n’est pas complet. Comparez-le avec l’affiche ou le message.
code-hint = Majuscules ou minuscules, avec ou sans tirets : tout convient.

## Opened elsewhere: computer, Android, another app

desktop-title = Continuez sur votre iPhone ou iPad
desktop-lead = Cette page configure un téléphone ou une tablette, pas un ordinateur.
desktop-invitation = Votre invitation est en ordre.
desktop-camera = Ouvrez l’app *{ apple-camera }* sur l’appareil que vous voulez inscrire.
desktop-point = Visez ce code.
desktop-tap = Touchez le lien jaune. Il s’ouvre dans Safari.
desktop-type = Pas d’appareil photo ? Ouvrez Safari et saisissez { $address }
desktop-type-code = puis le code { $code }
desktop-ipad = Je suis sur un iPad – continuer ici
desktop-state = { $state ->
    [waiting] En attente de votre appareil…
    [started] Ouvert sur votre appareil.
    [logged_in] Connecté sur votre appareil.
    [downloaded] Profil téléchargé.
   *[enrolled] Inscrit. Vous pouvez fermer cette page.
}
desktop-until = Valable jusqu’au { $until }
android-title = Ce lien est destiné à iPhone et iPad
android-lead = Vous l’avez ouvert sur un appareil Android. { $organization } ne peut pas inscrire d’appareils Android avec ce lien.
android-valid = Votre invitation reste valable.
android-handoff = Continuer vers la configuration Android
android-hint = Pour inscrire un iPhone ou iPad, ouvrez-y le même lien.
app-title = Ouvrez cette page dans Safari
app-lead = { $app } ne peut pas installer le profil.
app-lead-unknown = Cette app ne peut pas installer le profil.
app-link = Votre lien
app-copy = Copier le lien
app-copied = Copié
app-step-copy = Copiez le lien ci-dessus.
app-step-open = Ouvrez *Safari*.
app-step-paste = Touchez la barre d’adresse de façon prolongée, puis touchez *{ apple-paste-and-go }*.
app-anyway = Continuer ici quand même

## Log in

login-title = Connexion
login-lead = Utilisez votre compte { $short }, le même que sur votre ordinateur.
login-lead-account = Utilisez le compte local que le service informatique vous a donné.
login-username = Nom d’utilisateur
login-password = Mot de passe
login-wrong = Le nom d’utilisateur ou le mot de passe est incorrect.
login-empty = Saisissez votre nom d’utilisateur et votre mot de passe.
login-forgotten = Mot de passe oublié ? [Réinitialisez-le], puis revenez à cette page.
login-checked = Nous vérifions votre mot de passe dans l’annuaire { $short }. Nous ne l’enregistrons jamais.
login-staff = Personnel informatique : [se connecter avec un compte local]
login-directory = [Se connecter avec votre compte { $short }]
login-oidc = Se connecter avec votre compte { $short }
login-oidc-hint = Vous vous connectez sur la page de { $short }, puis revenez ici. Nous ne voyons jamais votre mot de passe.
logged-in = Connecté en tant que *{ $username }*. [Ce n’est pas vous ?]
logout-title = Se déconnecter ?
logout-lead = Vous êtes connecté en tant que *{ $username }*. Déconnectez-vous, puis connectez-vous avec votre compte.
logout-button = Se déconnecter
logged-out-title = Vous êtes déconnecté
logged-out-lead = Pour continuer, ouvrez de nouveau votre lien.

## Who the device is for

assign-title = Pour qui est cet appareil ?
assign-lead = Le nom, l’e-mail et le lieu de la personne sont enregistrés avec l’appareil.
assign-search = Nom, nom d’utilisateur ou e-mail
assign-search-again = Chercher encore : nom, nom d’utilisateur ou e-mail
assign-find = Chercher
assign-missing = Cherchez et choisissez une personne
assign-nobody = Personne ne correspond à « { $query } ». Vérifiez l’orthographe ou essayez l’adresse e-mail.
assign-choose = Choisissez une personne
assign-without = Ou continuez sans personne
assign-no-one = Personne
assign-shared = Un appareil partagé
assign-more = Il y en a d’autres. Ajoutez quelques lettres pour trouver la bonne personne.

## Owner and site

owner-title = À qui appartient cet { device } ?
owner-lead = Cela détermine ce que { $organization } peut voir et faire.
owner-missing = Choisissez à qui il appartient
owner-missing-more = Choisissez à qui il appartient.
owner-given = On me l’a remis.
owner-given-erase = Le service informatique peut installer des apps, et le verrouiller ou l’effacer.
owner-given-no-erase = Le service informatique ne peut pas l’effacer.
owner-me = À moi
owner-own = C’est le mien. Le service informatique ajoute le Wi‑Fi et la messagerie du travail.
owner-own-no-erase = Il ne peut pas l’effacer.
owner-own-no-erase-no-apps = Il ne peut ni l’effacer ni voir mes apps.
owner-if-institution = S’il appartient à { $organization }
owner-if-personal = S’il vous appartient
site-title = À quel site est rattaché cet { device } ?
site-lead = Le site détermine les réglages et les apps qu’il reçoit.
site-label = Site
site-option = Choisissez…
site-missing = Choisissez un site
site-missing-more = Choisissez un site.

## Terms

terms-title = Lisez et acceptez les conditions
terms-missing = Cochez la case pour accepter les conditions
terms-missing-more = Cochez la case pour accepter les conditions.
terms-tick = J’ai lu ces conditions et je les accepte
terms-accept = Accepter et continuer
terms-decline = Ne pas accepter
declined-title = Vous n’avez pas accepté
declined-lead = Rien n’a été installé. Vous pouvez fermer cette page.
declined-again = Vous avez changé d’avis ? [Relisez les conditions].

## Certificate and trust

minutes = *Vous avez 8 minutes* après le téléchargement. Si le temps est écoulé, touchez de nouveau Télécharger.
certificate-name = Installer le certificat
certificate-title = Installez le certificat { $short }
certificate-lead = Grâce à lui, votre { device } reconnaît le vrai serveur de { $short }.
certificate-download = Télécharger le certificat
certificate-allow = Touchez *{ apple-allow }*, puis *{ apple-close }*.
certificate-settings = Ouvrez *{ apple-settings }* et touchez *{ apple-profile-downloaded }*.
certificate-install = Touchez *{ apple-install }* et saisissez votre code.
certificate-warning = Dans l’avertissement, touchez *{ apple-install }*, puis encore *{ apple-install }*.
certificate-done = Touchez *{ apple-done }* et revenez ici.
certificate-safe = Le certificat s’appelle *{ $authority }*. Grâce à lui, votre { device } vérifie qu’il parle au vrai serveur de { $short }. Il disparaît quand vous quittez la gestion, et vous pouvez le supprimer à tout moment dans Réglages.
installed = Je l’ai installé
trust-name = Approuver le certificat
trust-title = Activez la confiance pour le certificat
trust-lead = Apple vous demande de le faire à la main. Sinon, l’étape suivante échoue.
trust-doubted = Nous ne voyons toujours pas la confiance. Vérifiez l’interrupteur de *{ $authority }*.
trust-leave = Laissez Safari ouvert et passez à l’app *{ apple-settings }*.
trust-about = Touchez *{ apple-general }* › *{ apple-about }*. Descendez tout en bas et touchez *{ apple-trust-settings }*.
trust-switch = Trouvez *{ $authority }*. Activez l’interrupteur. Il devient vert.
trust-continue = Touchez *{ apple-continue }* dans l’avertissement. Revenez ensuite à cette page.
trust-waiting = Pas encore approuvé. Cette page vérifie quand vous revenez.
trust-seen = Approuvé. On passe à la dernière étape.
trust-check = Vérifier encore
trust-anyway = Continuer quand même
trust-on = Je l’ai activé
trust-missing = Je ne vois pas « { apple-trust-settings } »
trust-missing-last = C’est la toute dernière ligne de l’écran { apple-about }.
trust-missing-certificate = Si elle manque, le certificat n’est pas installé. [Revenez une étape en arrière].
trust-safe = Avec l’interrupteur, votre { device } vérifie qu’il parle au vrai serveur de { $short }. Vous pourrez le désactiver plus tard au même endroit.
trust-fingerprint = Si vous le souhaitez, comparez l’empreinte SHA-256 avec le service informatique :

## The management profile

profile-title = Installez le profil de gestion
profile-lead = C’est la dernière étape. Elle relie votre { device } à { $organization }.
profile-gone = Le téléchargement a sans doute disparu. Touchez de nouveau *Télécharger le profil*.
profile-silent = Nous n’avons pas de nouvelles de votre { device }. Appelez le service informatique et indiquez { $reference }.
profile-old-title = Votre { device } a besoin d’une mise à jour
profile-old = Il a iOS { $has }. { $organization } demande iOS { $needs } ou plus récent. Ouvrez { apple-settings } › { apple-general } › { apple-software-update }, puis touchez de nouveau Télécharger.
profile-old-unknown = Il a une version plus ancienne d’iOS. { $organization } demande iOS { $needs } ou plus récent. Ouvrez { apple-settings } › { apple-general } › { apple-software-update }, puis touchez de nouveau Télécharger.
profile-other-title = Cette invitation est pour un autre appareil
profile-other = Elle ne vaut que pour l’appareil que le service informatique a préparé pour vous. Utilisez cet appareil, ou demandez-lui un nouveau lien.
profile-many-title = Vous avez assez d’appareils
profile-many = Chez { $organization }, chaque personne peut en inscrire { $allowed }. Supprimez le profil de l’un d’eux ({ apple-settings } › { apple-general } › { apple-device-management }) ou adressez-vous au service informatique, puis touchez de nouveau Télécharger.
profile-enrolled-title = Cet appareil est déjà inscrit
profile-enrolled = Il n’y a plus rien à faire. S’il a été effacé ou vous a été remis, demandez au service informatique de le libérer, puis touchez de nouveau Télécharger.
profile-grace = Votre invitation a expiré entre-temps. Vous pouvez encore finir jusqu’au { $until }.
profile-download = Télécharger le profil
profile-allow = Safari demande l’accès à un profil de configuration. Touchez *{ apple-allow }*, puis *{ apple-close }*.
profile-settings = Ouvrez *{ apple-settings }*. En haut, touchez *{ apple-profile-downloaded }* (ou *{ apple-enroll-in }*).
profile-install = Touchez *{ apple-install }* en haut à droite et saisissez votre code.
profile-warnings = Un ou deux avertissements s’affichent. Touchez chaque fois *{ apple-install }*.
profile-trust = À « { apple-remote-management } », touchez *{ apple-trust }*, puis *{ apple-done }*.
profile-waiting = En attente de nouvelles de votre { device }…
profile-check = [Vérifier pour moi toutes les 15 secondes]
profile-checking = Cette page vérifie toutes les 15 secondes. [Arrêter de vérifier]
profile-failed = « { apple-install-failed } »
profile-failed-trust = Le plus souvent, le certificat n’est pas approuvé. [Vérifiez l’étape { $step }], puis téléchargez de nouveau.
profile-failed-network = Pas de réseau ? Rejoignez un Wi‑Fi ou activez les données mobiles, puis téléchargez de nouveau.
profile-failed-lockdown = Le { apple-lockdown } bloque les profils. Désactivez-le d’abord : { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = Loin de chez vous, { apple-stolen-device } vous fait attendre une heure. Attendez, ou installez chez vous.
profile-failed-other = Un { phone-or-tablet } ne peut avoir qu’un profil de gestion. Supprimez d’abord l’ancien : { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = Continuez avec { $product }
hand-over-lead = { $organization } gère les appareils avec { $product }. Suivez les étapes de sa page jusqu’au bout ; il faudra peut-être vous connecter encore une fois.
hand-over-again = Vous y êtes déjà allé. Si tout est installé, fermez cette page ; sinon, retournez à { $product }.
hand-over-where = La page suivante se trouve sur
hand-over-continue = Continuer vers { $product }
hand-over-hint = D’ici, nous ne voyons pas si cela a réussi. En cas de problème, appelez le service informatique.

## Done

done-title = Votre { device } est inscrit
done-thanks = Merci. Vous pouvez fermer cette page.
done-thanks-name = Merci, { $name }. Vous pouvez fermer cette page.
done-device = Cet appareil
done-name = Nom
done-model = Modèle
done-serial = N° de série
done-site = Site
done-owner = Propriétaire
done-you = Vous
done-enrolled = Inscrit
done-next = La suite
done-apps = Le Wi‑Fi, la messagerie et les apps arrivent dans les 10 minutes.
done-online = D’ici là, gardez l’{ device } déverrouillé et en ligne.
done-receipt = Nous avons envoyé un reçu à { $address }.
done-leave = Comment quitter la gestion
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = { $used } appareils inscrits sur { $of }. Donnez le lien à la personne suivante.
done-all = Cette invitation est épuisée ({ $used } sur { $of }). Un autre appareil à inscrire ? Demandez un nouveau lien au service informatique.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] Nous ne connaissons pas ce lien
    [NOT_YET] Cette invitation n’est pas encore ouverte
    [EXPIRED] Cette invitation a expiré
    [REVOKED] Cette invitation a été annulée
    [USED] Cette invitation a déjà été utilisée
    [BUSY] Toutes les places sont prises en ce moment
    [WRONG_ACCOUNT] Cette invitation est pour une autre personne
    [NOT_ALLOWED] Votre compte ne peut pas inscrire d’appareils
    [DIRECTORY] Nous ne pouvons pas vérifier votre mot de passe en ce moment
    [PROVIDER] Nous ne pouvons pas vous connecter en ce moment
    [NOT_LOGGED_IN] Vous n’êtes pas connecté
    [LOCKED] Trop d’essais
    [PERSONAL] Vous ne pouvez pas inscrire votre propre { device }
    [SESSION] Veuillez recommencer
    [COOKIES] Veuillez autoriser les cookies
    [FORM] Veuillez réessayer
    [NOT_FOUND] Cette page n’existe pas
   *[SERVER] Un problème est survenu de notre côté
}
unknown-lead = Il manque peut-être une partie du lien. Ouvrez-le de nouveau depuis le message, ou saisissez le code.
unknown-code = Saisir le code
not-yet-lead = Elle fonctionne à partir du { $opens }.
expired-lead = Elle était valable jusqu’au { $until }. C’était { $relative }.
revoked-lead = Le service informatique l’a annulée.
revoked-lead-date = Le service informatique l’a annulée le { $date }.
revoked-reason = Raison : { $reason }.
used-lead = { $devices } inscrits.
used-lead-elsewhere = Il a servi à passer à { $product }, qui inscrit les appareils.
used-lead-date = { $devices } inscrits, le dernier le { $date }.
busy-lead = { $devices }. Si l’un d’eux ne finit pas, sa place se libère dans { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} au plus.
wrong-account-sent = Elle a été envoyée à { $address }.
wrong-account-lead = Vous êtes connecté en tant que *{ $username }*.
wrong-account-other = Se connecter avec un autre compte
not-allowed-groups = Seuls les membres de { $groups } le peuvent.
not-allowed-lead = Demandez au service informatique si vous en avez besoin.
directory-lead = L’annuaire { $short } ne répond pas.
provider-lead = La page de connexion { $short } ne répond pas.
not-logged-in-declined = La connexion a été annulée ou refusée.
not-logged-in-lead = La réponse de la page de connexion est inutilisable. Veuillez vous connecter à nouveau.
invitation-valid = Votre invitation reste valable.
locked-lead = { $minutes ->
    [one] Attendez { $minutes } minute, puis réessayez.
   *[other] Attendez { $minutes } minutes, puis réessayez.
}
personal-lead = Votre compte peut inscrire des appareils qui appartiennent à { $organization }.
personal-lead-invitation = Cette invitation est réservée aux appareils de { $organization }.
session-lead = Vous avez été absent plus de 60 minutes. Nous avons gardé votre place ; connectez-vous pour continuer.
cookies-lead = Il nous faut un cookie pour retenir votre étape. Il est supprimé quand vous avez fini.
form-lead = La page était trop ancienne, ou le formulaire n’en venait pas. Revenez en arrière, rechargez la page et réessayez.
not-found-lead = L’adresse est peut-être mal saisie.
server-lead = Le service informatique le retrouve avec la référence { $reference }.
start-again = Recommencer
for-it = Pour le service informatique :
ask-heading = Ce que vous pouvez faire
ask-lead = Demandez un nouveau lien. Nous prévenons le service informatique ; vous recevrez un e-mail quand le nouveau lien sera prêt.
ask-lead-who = Demandez un nouveau lien. Nous prévenons { $who } ; vous recevrez un e-mail quand le nouveau lien sera prêt.
ask-button = Demander un nouveau lien
ask-expired = Avez-vous encore un appareil à inscrire ? Demandez un nouveau lien au service informatique.
ask-used = Avez-vous un autre appareil à inscrire ? Demandez un nouveau lien au service informatique.
asked-title = Nous avons demandé un nouveau lien
asked-lead = Si ce lien peut être renouvelé, { $who } est maintenant au courant. Vous recevrez un e-mail quand le nouveau lien sera prêt.

## All steps on one page

help-title = Toutes les étapes sur une page
help-lead = À imprimer, ou à lire à voix haute à quelqu’un qui configure un appareil.
help-start = Commencer
help-start-open = Ouvrez le lien du message dans *Safari*, ou ouvrez { $address } et saisissez le code.
help-start-tap = Touchez *Commencer*.
help-start-login = Connectez-vous avec le compte { $short } et répondez aux questions.
help-certificate = Installer le certificat
help-certificate-download = Touchez *Télécharger le certificat*, *{ apple-allow }*, *{ apple-close }*. Le téléchargement disparaît après 8 minutes ; touchez alors de nouveau.
help-certificate-settings = Ouvrez *{ apple-settings }* et touchez *{ apple-profile-downloaded }*.
help-certificate-install = Touchez *{ apple-install }*, saisissez le code, touchez *{ apple-install }*, *{ apple-install }*, *{ apple-done }*.
help-certificate-back = Revenez à Safari et touchez *Je l’ai installé*.
help-trust = Approuver le certificat
help-trust-settings = Ouvrez *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (la dernière ligne).
help-trust-switch = Activez l’interrupteur de *{ $authority }*, et touchez *{ apple-continue }*.
help-trust-back = Revenez à Safari. La page continue d’elle-même, ou touchez *Je l’ai activé*.
help-profile = Installer le profil de gestion
help-profile-download = Touchez *Télécharger le profil*, *{ apple-allow }*, *{ apple-close }*.
help-profile-settings = Ouvrez *{ apple-settings }* et touchez *{ apple-profile-downloaded }* (ou *{ apple-enroll-in }*).
help-profile-install = Touchez *{ apple-install }* et saisissez le code. Touchez *{ apple-install }* à chaque avertissement.
help-profile-trust = À « { apple-remote-management } », touchez *{ apple-trust }*, puis *{ apple-done }*.
help-profile-back = Revenez à Safari. La page dit que l’appareil est inscrit.
help-elsewhere = Touchez *{ hand-over-continue }*, et suivez les étapes de cette page jusqu’au bout.

## Privacy and access rights

privacy-title = Confidentialité
privacy-lead = Ce que { $organization } voit, fait et conserve quand vous inscrivez un appareil.
privacy-institution = Un appareil de { $organization }
privacy-personal = Votre propre appareil
privacy-kept = Ce qui est conservé
privacy-kept-person = Votre nom, votre e-mail et votre lieu, tels que les connaît l’annuaire { $short }, avec l’appareil.
privacy-kept-device = Le nom, le modèle, le numéro de série et la version du système de l’appareil.
privacy-kept-times = Quand chaque étape a été faite.
privacy-kept-days = { $days ->
    [one] C’est effacé { $days } jour après le départ d’un appareil.
   *[other] C’est effacé { $days } jours après le départ d’un appareil.
}
privacy-kept-always = C’est conservé jusqu’à ce que le service informatique l’efface.
privacy-not = Ce qui ne l’est pas
privacy-not-password = Votre mot de passe. Il est vérifié dans l’annuaire et jamais enregistré.
privacy-not-ads = Rien pour la publicité. Il n’y a aucun suivi, et rien ne vient d’autres serveurs.
privacy-not-cookies = Aucun cookie, sauf ceux-ci : l’un retient votre étape et est supprimé à la fin, l’autre votre langue si vous la choisissez.
access-can = { $organization } peut :
access-cannot = { $organization } ne peut pas :
can-see-device = voir son modèle, son numéro de série et la version du système
cannot-see-device = voir son modèle ou son numéro de série
can-see-network = voir son numéro de téléphone, sa carte SIM et ses adresses réseau
cannot-see-network = voir son numéro de téléphone ou sa carte SIM
can-see-apps = voir la liste des apps installées
cannot-see-apps = voir quelles apps vous avez installées
can-see-security = voir si un code et le chiffrement sont activés
cannot-see-security = voir ses réglages de sécurité
can-see-restrictions = voir ses restrictions
can-see-profiles = voir les profils installés
cannot-see-profiles = voir les autres profils
can-see-provisioning = voir les profils d’approvisionnement des apps internes
can-install-settings = installer et supprimer des réglages, comme le Wi-Fi et la messagerie
cannot-install-settings = installer des réglages
can-install-apps = installer et supprimer des apps de travail
cannot-install-apps = installer des apps
can-install-provisioning = installer les profils d’approvisionnement des apps internes
can-change-settings = modifier des réglages de l’appareil, comme l’itinérance
can-lock = le verrouiller et supprimer son code
cannot-lock = le verrouiller ou supprimer son code
can-erase = l’effacer
cannot-erase = l’effacer
cannot-ever = lire vos messages, vos photos, votre historique de navigation ou votre position

## The demonstration's inbox

inbox-title = Boîte de réception
inbox-lead = Messages interceptés par cette démonstration. Rien n’a quitté cet ordinateur.
inbox-empty = Pas encore de message. Lancez *enroll apply*.
inbox-to = À { $address }
mail-from = De
mail-to = À
mail-captured = Intercepté
mail-open = Ouvrir le lien
mail-here = Suivre les étapes sur cet ordinateur
mail-html = Le message en HTML
mail-text = Le message en texte

## Dates

month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
weekday = { $weekday ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
weekday-short = { $weekday ->
    [1] lun.
    [2] mar.
    [3] mer.
    [4] jeu.
    [5] ven.
    [6] sam.
   *[7] dim.
}
date-day = { weekday-short } { $day } { month }
date-day-year = { weekday-short } { $day } { month } { $year }
date-weekday = { weekday } { $day } { month }
date-full = { weekday } { $day } { month } { $year }
date-brief = { $day } { month } { $year }
time = { $hour }:{ $minute }
span = { $unit ->
    [day] { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
    [hour] { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
    [minute] { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
   *[moment] moins d’une minute
}
ahead = dans { span }
ago = il y a { span }
left = { $unit ->
    [hour] { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
    [minute] { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
   *[moment] moins d’une minute
}

## Text messages

date-short = { $day } { $month ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juil.
    [8] aout
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
}{ $within ->
    [year] {""}
   *[later] {" "}{ $year }
}, { $hour } h{ $full ->
    [hour] {""}
   *[minute] {" "}{ $minute }
}
sms-limits = { $limits ->
    [both] {" "}du { $opens } au { $until }
    [opens] {" "}à partir du { $opens }
    [until] {" "}avant le { $until }
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] Appelez le { $phone }
   *[email] Écrivez à { $email }
}
sms-invite = { $organization } : activez votre appareil{ sms-limits } : { $link }
sms-invite-ask = Inattendu ? { sms-contact }
sms-reminder = { $organization } : activez votre appareil. { $limits ->
    [until] Lien valable jusqu'au { $until } : { $link }
   *[none] { $link }
}
sms-reminder-ask = Aide : { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-changed = { $organization } : votre lien est désormais valable { $limits ->
    [until] jusqu'au { $until }
   *[none] sans limite
} : { $link }
sms-revoked = { $organization } : votre lien d'activation a été annulé. Vous n'avez rien à faire.
sms-expired = { $organization } : votre lien d'activation a expiré. Rien n'a été modifié.
sms-expired-ask = Encore besoin ? { sms-contact }
sms-ask = Aide : { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-receipt = { $organization } : { $device ->
    [iPhone] un iPhone
    [iPad] un iPad
   *[device] un appareil
} a été inscrit à votre nom le { $enrolled }.
sms-receipt-ask = Ce n'est pas vous ? { sms-contact } tout de suite.

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = Informations
apple-allow = Autoriser
apple-camera = Appareil photo
apple-close = Fermer
apple-continue = Continuer
apple-device-management = VPN et gestion de l’appareil
apple-done = OK
apple-enroll-in = S’inscrire à { $organization }
apple-full-trust = Activer la confiance totale pour les certificats racine
apple-general = Général
apple-install = Installer
apple-install-failed = Échec de l’installation du profil
apple-lockdown = Mode Isolement
apple-paste-and-go = Coller et y accéder
apple-privacy-security = Confidentialité et sécurité
apple-profile-downloaded = Profil téléchargé
apple-remote-management = Gestion à distance
apple-remove-management = Supprimer la gestion
apple-settings = Réglages
apple-software-update = Mise à jour logicielle
apple-stolen-device = Protection en cas de vol de l’appareil
apple-trust = Se fier
apple-trust-settings = Réglages des certificats
