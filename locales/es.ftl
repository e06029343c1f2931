# Español. Reglas y variables: en.ftl.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] dispositivo
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone o iPad
}
it = Informática
continue = Continuar
start = Empezar
try-again = Intentar de nuevo
back = Volver
mistake-mark = Error:
mistake-heading = Hay un problema
may-close = Puede cerrar esta página.
nothing-changed = No se ha cambiado nada en su { device }.
devices-of = { $used } de { $of } dispositivos
devices-any = { $used } hasta ahora; cualquier número de dispositivos
devices-reserved = , { $reserved } en curso
safe-question = ¿Es seguro?
can-question = Qué puede ver y hacer { $organization }

## Around every page

title-step = Paso { $now } de { $of }:
skip = Ir al contenido
language = Idioma
progress = Progreso
progress-step = Paso { $now } de { $of }
progress-name = { $step ->
    [login] Iniciar sesión
    [assign] Persona
    [owner] Su { device }
    [site] Centro
    [terms] Condiciones
    [certificate] Instalar el certificado
    [trust] Confiar en el certificado
   *[profile] Instalar el perfil
}
progress-state = { $state ->
    [done] hecho
    [now] paso actual
   *[todo] pendiente
}
footer-call-or-email = ¿Necesita ayuda? Llame al { $phone } o escriba a { $email }.
footer-call = ¿Necesita ayuda? Llame al { $phone }.
footer-email = ¿Necesita ayuda? Escriba a { $email }.
footer-ask = ¿Necesita ayuda? Pregunte a { $name }.
footer-number = Diga la invitación { $number }.
footer-reference = Diga la referencia { $reference }.
footer-privacy = Privacidad
footer-help = Todos los pasos en una página

## Languages

languages-title = Elija su idioma

## Open enrollment

door-title = Configure su iPhone o iPad
door-lead = { $organization } administra teléfonos y tabletas para el trabajo y la escuela.
door-needs-password = Se tarda unos 5{"\u00A0"}minutos. Necesita su contraseña de { $short } y el código de este { device }.
door-needs = Se tarda unos 5{"\u00A0"}minutos. Necesita el código de este { device }.
door-closed = Necesita una invitación.
door-invited = ¿Tiene una invitación? Abra el enlace de su correo o mensaje, o [escriba el código].

## The invitation

invitation-title = Configure su { device }
invitation-hello = Hola, { $name }.
invitation-asks = { $organization } le pide que inscriba este { device }.
invitation-card = Su invitación
invitation-from = De
invitation-for = Para
invitation-until = Válida hasta
invitation-no-end = sin fecha final
invitation-enrolled = Inscritos
invitation-left = Válida durante *{ $left }*. Empiece ahora y tendrá tiempo de terminar.
invitation-real = ¿Es auténtica?
invitation-real-number = El número de su mensaje debe ser { $number }. Si es distinto, o no espera ninguna invitación, cierre esta página y llame a Informática.
invitation-real-poster = Si nadie le ha hablado de esto, cierre esta página y llame a Informática.
invitation-institution = Solo para dispositivos que pertenecen a { $organization }.

## The code

code-title = Escriba su código
code-lead = Tiene 20 letras y cifras y está en el cartel o en el mensaje.
code-label = Código
code-wrong = No es un código completo
code-wrong-more = No es un código completo. Compárelo con el cartel o el mensaje.
code-hint = Mayúsculas o minúsculas, con o sin guiones: todo vale.

## Opened elsewhere: computer, Android, another app

desktop-title = Continúe en su iPhone o iPad
desktop-lead = Esta página configura un teléfono o una tableta, no una computadora.
desktop-invitation = Su invitación está bien.
desktop-camera = Abra la app *{ apple-camera }* en el dispositivo que quiere inscribir.
desktop-point = Apunte a este código.
desktop-tap = Toque el enlace amarillo. Se abre en Safari.
desktop-type = ¿Sin cámara? Abra Safari y escriba { $address }
desktop-type-code = y luego el código { $code }
desktop-ipad = Estoy en un iPad: continuar aquí
desktop-state = { $state ->
    [waiting] Esperando su dispositivo…
    [started] Abierto en su dispositivo.
    [logged_in] Sesión iniciada en su dispositivo.
    [downloaded] Perfil descargado.
   *[enrolled] Inscrito. Puede cerrar esta página.
}
desktop-until = Válida hasta { $until }
android-title = Este enlace es para iPhone y iPad
android-lead = Lo ha abierto en un dispositivo Android. { $organization } no puede inscribir dispositivos Android con este enlace.
android-valid = Su invitación sigue siendo válida.
android-handoff = Continuar con Android
android-hint = Para inscribir un iPhone o iPad, abra allí el mismo enlace.
app-title = Abra esta página en Safari
app-lead = { $app } no puede instalar el perfil.
app-lead-unknown = Esta app no puede instalar el perfil.
app-link = Su enlace
app-copy = Copiar el enlace
app-copied = Copiado
app-step-copy = Copie el enlace de arriba.
app-step-open = Abra *Safari*.
app-step-paste = Mantenga pulsada la barra de direcciones y toque *{ apple-paste-and-go }*.
app-anyway = Continuar aquí de todos modos

## Log in

login-title = Iniciar sesión
login-lead = Use su cuenta de { $short }, la misma que en su computadora.
login-lead-account = Use la cuenta local que le dio Informática.
login-username = Usuario
login-password = Contraseña
login-wrong = El usuario o la contraseña no son correctos.
login-empty = Escriba su usuario y su contraseña.
login-forgotten = ¿Olvidó su contraseña? [Restablézcala] y vuelva a esta página.
login-checked = Comprobamos su contraseña en el directorio de { $short }. Nunca la guardamos.
login-staff = Personal de Informática: [iniciar sesión con una cuenta local]
login-directory = [Iniciar sesión con su cuenta de { $short }]
login-oidc = Iniciar sesión con su cuenta de { $short }
login-oidc-hint = Inicia sesión en la página de { $short } y vuelve aquí. Nunca vemos su contraseña.
logged-in = Sesión iniciada como *{ $username }*. [¿No es usted?]
logout-title = ¿Cerrar la sesión?
logout-lead = Ha iniciado sesión como *{ $username }*. Ciérrela y entre con su propia cuenta.
logout-button = Cerrar la sesión
logged-out-title = Ha cerrado la sesión
logged-out-lead = Para continuar, abra de nuevo su enlace.

## Who the device is for

assign-title = ¿Para quién es este dispositivo?
assign-lead = El nombre, el correo y el lugar de la persona se guardan con el dispositivo.
assign-search = Nombre, usuario o correo
assign-search-again = Buscar otra vez: nombre, usuario o correo
assign-find = Buscar
assign-missing = Busque y elija una persona
assign-nobody = Nadie coincide con «{ $query }». Revise la ortografía o pruebe con el correo.
assign-choose = Elija una persona
assign-without = O continúe sin persona
assign-no-one = Nadie
assign-shared = Un dispositivo compartido
assign-more = Hay más. Añada algunas letras para encontrar a la persona.

## Owner and site

owner-title = ¿De quién es este { device }?
owner-lead = De esto depende lo que { $organization } puede ver y hacer.
owner-missing = Elija de quién es
owner-missing-more = Elija de quién es.
owner-given = Me lo han dado.
owner-given-erase = Informática puede instalar apps, bloquearlo o borrarlo.
owner-given-no-erase = Informática no puede borrarlo.
owner-me = Mío
owner-own = Es mío. Informática añade el wifi y el correo del trabajo.
owner-own-no-erase = Informática no puede borrarlo.
owner-own-no-erase-no-apps = Informática no puede borrarlo ni ver mis apps.
owner-if-institution = Si es de { $organization }
owner-if-personal = Si es suyo
site-title = ¿A dónde pertenece este { device }?
site-lead = El centro decide qué ajustes y apps recibe.
site-label = Centro
site-option = Elija…
site-missing = Elija un centro
site-missing-more = Elija un centro.

## Terms

terms-title = Lea y acepte las condiciones
terms-missing = Marque la casilla para aceptar las condiciones
terms-missing-more = Marque la casilla para aceptar las condiciones.
terms-tick = He leído y acepto estas condiciones
terms-accept = Aceptar y continuar
terms-decline = No aceptar
declined-title = No ha aceptado
declined-lead = No se ha instalado nada. Puede cerrar esta página.
declined-again = ¿Ha cambiado de idea? [Lea las condiciones otra vez].

## Certificate and trust

minutes = *Tiene 8 minutos* después de la descarga. Si se acaba el tiempo, toque Descargar otra vez.
certificate-name = Instalar el certificado
certificate-title = Instale el certificado de { $short }
certificate-lead = Con él, su { device } reconoce el servidor auténtico de { $short }.
certificate-download = Descargar el certificado
certificate-allow = Toque *{ apple-allow }* y luego *{ apple-close }*.
certificate-settings = Abra *{ apple-settings }* y toque *{ apple-profile-downloaded }*.
certificate-install = Toque *{ apple-install }* y escriba su código.
certificate-warning = En la advertencia, toque *{ apple-install }* y otra vez *{ apple-install }*.
certificate-done = Toque *{ apple-done }* y vuelva aquí.
certificate-safe = El certificado se llama *{ $authority }*. Con él, su { device } comprueba que habla con el servidor auténtico de { $short }. Desaparece cuando deja la administración, y puede quitarlo en Ajustes en cualquier momento.
installed = Ya lo instalé
trust-name = Confiar en el certificado
trust-title = Active la confianza en el certificado
trust-lead = Apple pide que lo haga a mano. Sin ello, el paso siguiente falla.
trust-doubted = Todavía no vemos la confianza. Revise el interruptor de *{ $authority }*.
trust-leave = Deje Safari abierto y vaya a la app *{ apple-settings }*.
trust-about = Toque *{ apple-general }* › *{ apple-about }*. Baje hasta el final y toque *{ apple-trust-settings }*.
trust-switch = Busque *{ $authority }*. Active el interruptor. Se pone verde.
trust-continue = Toque *{ apple-continue }* en la advertencia. Luego vuelva a esta página.
trust-waiting = Todavía sin confianza. Esta página lo comprueba cuando vuelve.
trust-seen = De confianza. Vamos al último paso.
trust-check = Comprobar otra vez
trust-anyway = Seguir de todos modos
trust-on = Ya lo activé
trust-missing = No veo «{ apple-trust-settings }»
trust-missing-last = Es la última fila de la pantalla { apple-about }.
trust-missing-certificate = Si falta, el certificado no está instalado. [Vuelva un paso atrás].
trust-safe = Con el interruptor, su { device } comprueba que habla con el servidor auténtico de { $short }. Puede desactivarlo después en el mismo lugar.
trust-fingerprint = Si lo desea, compare la huella SHA-256 con Informática:

## The management profile

profile-title = Instale el perfil de administración
profile-lead = Es el último paso. Conecta su { device } con { $organization }.
profile-gone = La descarga seguramente ya no está. Toque *Descargar el perfil* otra vez.
profile-silent = No sabemos nada de su { device }. Llame a Informática y diga { $reference }.
profile-old-title = Su { device } necesita una actualización
profile-old = Tiene iOS { $has }. { $organization } necesita iOS { $needs } o posterior. Abra { apple-settings } › { apple-general } › { apple-software-update } y luego toque Descargar otra vez.
profile-old-unknown = Tiene una versión anterior de iOS. { $organization } necesita iOS { $needs } o posterior. Abra { apple-settings } › { apple-general } › { apple-software-update } y luego toque Descargar otra vez.
profile-other-title = Esta invitación es para otro dispositivo
profile-other = Solo sirve para el dispositivo que el equipo de TI preparó para usted. Use ese dispositivo o pida a TI un enlace nuevo.
profile-many-title = Ya tiene suficientes dispositivos
profile-many = { $organization } permite que cada persona inscriba { $allowed }. Elimine el perfil de uno de ellos ({ apple-settings } › { apple-general } › { apple-device-management }) o pregunte a TI y luego toque Descargar otra vez.
profile-enrolled-title = Este dispositivo ya está inscrito
profile-enrolled = No queda nada por hacer. Si se borró o se lo dieron a usted, pida a TI que lo libere y luego toque Descargar otra vez.
profile-grace = Su invitación ha caducado mientras tanto. Todavía puede terminar hasta { $until }.
profile-download = Descargar el perfil
profile-allow = Safari pregunta por un perfil de configuración. Toque *{ apple-allow }* y luego *{ apple-close }*.
profile-settings = Abra *{ apple-settings }*. Arriba, toque *{ apple-profile-downloaded }* (puede decir *{ apple-enroll-in }*).
profile-install = Toque *{ apple-install }* arriba a la derecha y escriba su código.
profile-warnings = Verá una o dos advertencias. Toque *{ apple-install }* cada vez.
profile-trust = En «{ apple-remote-management }», toque *{ apple-trust }* y luego *{ apple-done }*.
profile-waiting = Esperando noticias de su { device }…
profile-check = [Comprobar por mí cada 15 segundos]
profile-checking = Esta página comprueba cada 15 segundos. [Dejar de comprobar]
profile-failed = «{ apple-install-failed }»
profile-failed-trust = Casi siempre falta la confianza en el certificado. [Revise el paso { $step }] y descargue otra vez.
profile-failed-network = ¿Sin red? Conéctese a una wifi o active los datos móviles y descargue otra vez.
profile-failed-lockdown = { apple-lockdown } bloquea los perfiles. Desactívelo primero: { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = Fuera de casa, { apple-stolen-device } le hace esperar una hora. Espere, o instale en casa.
profile-failed-other = Un { phone-or-tablet } puede tener un solo perfil de administración. Quite primero el anterior: { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = Continúe con { $product }
hand-over-lead = { $organization } gestiona los dispositivos con { $product }. Siga los pasos de su página hasta el final; puede que tenga que iniciar sesión otra vez.
hand-over-again = Ya ha estado allí. Si todo está instalado, cierre esta página; si no, vuelva a { $product }.
hand-over-where = La página siguiente está en
hand-over-continue = Continuar a { $product }
hand-over-hint = Desde aquí no podemos ver si ha funcionado. Si algo falla, llame a Informática.

## Done

done-title = Su { device } está inscrito
done-thanks = Gracias. Puede cerrar esta página.
done-thanks-name = Gracias, { $name }. Puede cerrar esta página.
done-device = Este dispositivo
done-name = Nombre
done-model = Modelo
done-serial = N.º de serie
done-site = Centro
done-owner = Dueño
done-you = Usted
done-enrolled = Inscrito
done-next = Qué pasa ahora
done-apps = El wifi, el correo y las apps llegan en los próximos 10 minutos.
done-online = Hasta entonces, mantenga el { device } desbloqueado y conectado.
done-receipt = Hemos enviado un comprobante a { $address }.
done-leave = Cómo dejar la administración
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = { $used } de { $of } dispositivos inscritos. Dé el enlace a la siguiente persona.
done-all = Esta invitación está agotada ({ $used } de { $of }). ¿Necesita inscribir otro dispositivo? Pida un enlace nuevo a Informática.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] No conocemos este enlace
    [NOT_YET] Esta invitación todavía no está abierta
    [EXPIRED] Esta invitación ha caducado
    [REVOKED] Esta invitación fue anulada
    [USED] Esta invitación ya se ha usado
    [BUSY] Ahora mismo todas las plazas están ocupadas
    [WRONG_ACCOUNT] Esta invitación es para otra persona
    [NOT_ALLOWED] Su cuenta no puede inscribir dispositivos
    [DIRECTORY] Ahora no podemos comprobar su contraseña
    [PROVIDER] Ahora no podemos iniciar su sesión
    [NOT_LOGGED_IN] No ha iniciado sesión
    [LOCKED] Demasiados intentos
    [PERSONAL] No puede inscribir su propio { device }
    [SESSION] Empiece de nuevo
    [COOKIES] Permita las cookies
    [FORM] Inténtelo de nuevo
    [NOT_FOUND] Esta página no existe
   *[SERVER] Algo ha fallado por nuestra parte
}
unknown-lead = Quizá falta una parte del enlace. Ábralo otra vez desde el mensaje o escriba el código.
unknown-code = Escribir el código
not-yet-lead = Es válida a partir del { $opens }.
expired-lead = Era válida hasta el { $until }. Eso fue { $relative }.
revoked-lead = Informática la anuló.
revoked-lead-date = Informática la anuló el { $date }.
revoked-reason = Motivo: { $reason }.
used-lead = { $devices } inscritos.
used-lead-elsewhere = Se usó para pasar a { $product }, que inscribe los dispositivos.
used-lead-date = { $devices } inscritos, el último el { $date }.
busy-lead = { $devices }. Si uno de ellos no termina, su plaza queda libre antes de { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
wrong-account-sent = Se envió a { $address }.
wrong-account-lead = Ha iniciado sesión como *{ $username }*.
wrong-account-other = Iniciar sesión como otra persona
not-allowed-groups = Solo pueden hacerlo los miembros de { $groups }.
not-allowed-lead = Pregunte a Informática si lo necesita.
directory-lead = El directorio de { $short } no responde.
provider-lead = La página de inicio de sesión de { $short } no responde.
not-logged-in-declined = El inicio de sesión se canceló o se rechazó.
not-logged-in-lead = La respuesta de la página de inicio de sesión no sirve. Inicie sesión otra vez.
invitation-valid = Su invitación sigue siendo válida.
locked-lead = { $minutes ->
    [one] Espere { $minutes } minuto e inténtelo de nuevo.
   *[other] Espere { $minutes } minutos e inténtelo de nuevo.
}
personal-lead = Su cuenta puede inscribir dispositivos que pertenecen a { $organization }.
personal-lead-invitation = Esta invitación es solo para dispositivos de { $organization }.
session-lead = Estuvo fuera más de 60 minutos. Hemos guardado su lugar; inicie sesión para continuar.
cookies-lead = Necesitamos una cookie para recordar su paso. Se borra cuando termina.
form-lead = La página era demasiado antigua, o el formulario no venía de ella. Vuelva atrás, recargue la página e inténtelo de nuevo.
not-found-lead = Quizá la dirección está mal escrita.
server-lead = Informática puede encontrarlo con la referencia { $reference }.
start-again = Empezar de nuevo
for-it = Para Informática:
ask-heading = Qué puede hacer
ask-lead = Pida un enlace nuevo. Avisamos a Informática; recibirá un correo cuando el enlace nuevo esté listo.
ask-lead-who = Pida un enlace nuevo. Avisamos a { $who }; recibirá un correo cuando el enlace nuevo esté listo.
ask-button = Pedir un enlace nuevo
ask-expired = ¿Todavía necesita inscribir un dispositivo? Pida un enlace nuevo a Informática.
ask-used = ¿Todavía necesita inscribir otro dispositivo? Pida un enlace nuevo a Informática.
asked-title = Hemos pedido un enlace nuevo
asked-lead = Si este enlace se puede renovar, { $who } ya lo sabe. Recibirá un correo cuando el enlace nuevo esté listo.

## All steps on one page

help-title = Todos los pasos en una página
help-lead = Para imprimir, o para leer en voz alta a quien configura un dispositivo.
help-start = Empezar
help-start-open = Abra el enlace del mensaje en *Safari*, o abra { $address } y escriba el código.
help-start-tap = Toque *Empezar*.
help-start-login = Inicie sesión con la cuenta de { $short } y responda a lo que se pregunta.
help-certificate = Instalar el certificado
help-certificate-download = Toque *Descargar el certificado*, *{ apple-allow }*, *{ apple-close }*. La descarga desaparece a los 8 minutos; entonces toque otra vez.
help-certificate-settings = Abra *{ apple-settings }* y toque *{ apple-profile-downloaded }*.
help-certificate-install = Toque *{ apple-install }*, escriba el código, toque *{ apple-install }*, *{ apple-install }*, *{ apple-done }*.
help-certificate-back = Vuelva a Safari y toque *Ya lo instalé*.
help-trust = Confiar en el certificado
help-trust-settings = Abra *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (la última fila).
help-trust-switch = Active el interruptor de *{ $authority }* y toque *{ apple-continue }*.
help-trust-back = Vuelva a Safari. La página sigue sola, o toque *Ya lo activé*.
help-profile = Instalar el perfil de administración
help-profile-download = Toque *Descargar el perfil*, *{ apple-allow }*, *{ apple-close }*.
help-profile-settings = Abra *{ apple-settings }* y toque *{ apple-profile-downloaded }* (puede decir *{ apple-enroll-in }*).
help-profile-install = Toque *{ apple-install }* y escriba el código. Toque *{ apple-install }* en cada advertencia.
help-profile-trust = En «{ apple-remote-management }», toque *{ apple-trust }* y luego *{ apple-done }*.
help-profile-back = Vuelva a Safari. Allí dice que el dispositivo está inscrito.
help-elsewhere = Toque *{ hand-over-continue }* y siga los pasos de esa página hasta el final.

## Privacy and access rights

privacy-title = Privacidad
privacy-lead = Qué ve, hace y guarda { $organization } cuando inscribe un dispositivo.
privacy-institution = Un dispositivo de { $organization }
privacy-personal = Su propio dispositivo
privacy-kept = Qué se guarda
privacy-kept-person = Su nombre, correo y lugar, como los tiene el directorio de { $short }, con el dispositivo.
privacy-kept-device = El nombre, el modelo, el número de serie y la versión del sistema del dispositivo.
privacy-kept-times = Cuándo se hizo cada paso.
privacy-kept-days = { $days ->
    [one] { $days } día después de que un dispositivo salga, se borra.
   *[other] { $days } días después de que un dispositivo salga, se borra.
}
privacy-kept-always = Se guarda hasta que Informática lo borra.
privacy-not = Qué no
privacy-not-password = Su contraseña. Se comprueba en el directorio y nunca se guarda.
privacy-not-ads = Nada para publicidad. No hay seguimiento, y nada viene de otros servidores.
privacy-not-cookies = Cookies, salvo estas: una recuerda su paso y se borra cuando termina, otra su idioma si lo elige.
access-can = { $organization } puede:
access-cannot = { $organization } no puede:
can-see-device = ver el modelo, el número de serie y la versión del sistema
cannot-see-device = ver el modelo ni el número de serie
can-see-network = ver el número de teléfono, la tarjeta SIM y las direcciones de red
cannot-see-network = ver el número de teléfono ni la tarjeta SIM
can-see-apps = ver la lista de apps instaladas
cannot-see-apps = ver qué apps ha instalado
can-see-security = ver si el código y el cifrado están activados
cannot-see-security = ver los ajustes de seguridad
can-see-restrictions = ver las restricciones
can-see-profiles = ver los perfiles instalados
cannot-see-profiles = ver otros perfiles
can-see-provisioning = ver los perfiles de datos de las apps propias
can-install-settings = instalar y quitar ajustes, como wifi y correo
cannot-install-settings = instalar ajustes
can-install-apps = instalar y quitar apps de trabajo
cannot-install-apps = instalar apps
can-install-provisioning = instalar los perfiles de datos de las apps propias
can-change-settings = cambiar ajustes del dispositivo, como la itinerancia
can-lock = bloquearlo y quitar el código
cannot-lock = bloquearlo ni quitar el código
can-erase = borrarlo
cannot-erase = borrarlo
cannot-ever = leer sus mensajes, fotos, historial de navegación o ubicación

## The demonstration's inbox

inbox-title = Bandeja de entrada
inbox-lead = Mensajes que esta demostración ha capturado. Nada ha salido de esta computadora.
inbox-empty = Todavía no hay mensajes. Ejecute *enroll apply*.
inbox-to = Para { $address }
mail-from = De
mail-to = Para
mail-captured = Capturado
mail-open = Abrir el enlace
mail-here = Hacer los pasos en esta computadora
mail-html = El mensaje como HTML
mail-text = El mensaje como texto

## Dates

month = { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
}
weekday = { $weekday ->
    [1] lunes
    [2] martes
    [3] miércoles
    [4] jueves
    [5] viernes
    [6] sábado
   *[7] domingo
}
weekday-short = { $weekday ->
    [1] lun
    [2] mar
    [3] mié
    [4] jue
    [5] vie
    [6] sáb
   *[7] dom
}
date-day = { weekday-short }, { $day } de { month }
date-day-year = { weekday-short }, { $day } de { month } de { $year }
date-weekday = { weekday }, { $day } de { month }
date-full = { weekday }, { $day } de { month } de { $year }
date-brief = { $day } de { month } de { $year }
time = { $hour }:{ $minute }
span = { $unit ->
    [day] { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
    [hour] { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
    [minute] { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
   *[moment] menos de un minuto
}
ahead = dentro de { span }
ago = hace { span }
left = { $unit ->
    [hour] { $count ->
        [one] { $count } hora más
       *[other] { $count } horas más
    }
    [minute] { $count ->
        [one] { $count } minuto más
       *[other] { $count } minutos más
    }
   *[moment] menos de un minuto
}

## Text messages

date-short = { $day } { $month ->
    [1] ene
    [2] feb
    [3] mar
    [4] abr
    [5] may
    [6] jun
    [7] jul
    [8] ago
    [9] sep
    [10] oct
    [11] nov
   *[12] dic
}{ $within ->
    [year] {""}
   *[later] {" "}{ $year }
}, { $hour }:{ $minute }
sms-limits = { $limits ->
    [both] {" "}del { $opens } al { $until }
    [opens] {" "}desde el { $opens }
    [until] {" "}antes del { $until }
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] llame al { $phone }
   *[email] escriba a { $email }
}
sms-invite = { $organization }: active su dispositivo{ sms-limits }: { $link }
sms-invite-ask = Si no lo espera, { sms-contact }
sms-reminder = { $organization }: active su dispositivo. { $limits ->
    [until] El enlace vale hasta el { $until }: { $link }
   *[none] { $link }
}
sms-reminder-ask = Ayuda: { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-changed = { $organization }: su enlace ahora { $limits ->
    [until] vale hasta el { $until }
   *[none] vale sin fecha final
}: { $link }
sms-revoked = { $organization }: se ha cancelado su enlace para activar el dispositivo. No tiene que hacer nada.
sms-expired = { $organization }: su enlace para activar el dispositivo ha caducado. No se ha cambiado nada.
sms-expired-ask = Si lo necesita, { sms-contact }
sms-ask = Ayuda: { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-receipt = { $organization }: { $device ->
    [iPhone] un iPhone
    [iPad] un iPad
   *[device] un dispositivo
} se ha inscrito a su nombre el { $enrolled }.
sms-receipt-ask = Si no fue usted, { sms-contact } ahora mismo.

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = Información
apple-allow = Permitir
apple-camera = Cámara
apple-close = Cerrar
apple-continue = Continuar
apple-device-management = VPN y gestión de dispositivos
apple-done = OK
apple-enroll-in = Inscribirse en { $organization }
apple-full-trust = Activar confianza total para certificados raíz
apple-general = General
apple-install = Instalar
apple-install-failed = Error al instalar el perfil
apple-lockdown = Modo de aislamiento
apple-paste-and-go = Pegar y abrir
apple-privacy-security = Privacidad y seguridad
apple-profile-downloaded = Perfil descargado
apple-remote-management = Gestión remota
apple-remove-management = Eliminar gestión
apple-settings = Ajustes
apple-software-update = Actualización de software
apple-stolen-device = Protección en caso de robo del dispositivo
apple-trust = Confiar
apple-trust-settings = Ajustes de certificados de confianza
