# Português. Regras e variáveis: en.ftl.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] dispositivo
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone ou iPad
}
it = a equipe de TI
continue = Continuar
start = Começar
try-again = Tentar de novo
back = Voltar
mistake-mark = Erro:
mistake-heading = Há um problema
may-close = Você pode fechar esta página.
nothing-changed = Nada foi alterado no seu { device }.
devices-of = { $used } de { $of } dispositivos
devices-any = { $used } até agora; qualquer número de dispositivos
devices-reserved = , { $reserved } em andamento
safe-question = É seguro?
can-question = O que { $organization } pode ver e fazer

## Around every page

title-step = Passo { $now } de { $of }:
skip = Ir para o conteúdo
language = Idioma
progress = Progresso
progress-step = Passo { $now } de { $of }
progress-name = { $step ->
    [login] Entrar
    [assign] Pessoa
    [owner] Seu { device }
    [site] Local
    [terms] Termos
    [certificate] Instalar o certificado
    [trust] Confiar no certificado
   *[profile] Instalar o perfil
}
progress-state = { $state ->
    [done] concluído
    [now] passo atual
   *[todo] por fazer
}
footer-call-or-email = Precisa de ajuda? Ligue para { $phone } ou escreva para { $email }.
footer-call = Precisa de ajuda? Ligue para { $phone }.
footer-email = Precisa de ajuda? Escreva para { $email }.
footer-ask = Precisa de ajuda? Fale com { $name }.
footer-number = Informe o convite { $number }.
footer-reference = Informe a referência { $reference }.
footer-privacy = Privacidade
footer-help = Todos os passos em uma página

## Languages

languages-title = Escolha seu idioma

## Open enrollment

door-title = Configure seu iPhone ou iPad
door-lead = { $organization } gerencia celulares e tablets para o trabalho e a escola.
door-needs-password = Leva uns 5{"\u00A0"}minutos. Você precisa da sua senha de { $short } e do código deste { device }.
door-needs = Leva uns 5{"\u00A0"}minutos. Você precisa do código deste { device }.
door-closed = Você precisa de um convite.
door-invited = Tem um convite? Abra o link do seu e-mail ou SMS, ou [digite o código].

## The invitation

invitation-title = Configure seu { device }
invitation-hello = Olá, { $name }.
invitation-asks = { $organization } pede que você registre este { device }.
invitation-card = Seu convite
invitation-from = De
invitation-for = Para
invitation-until = Vale até
invitation-no-end = sem data final
invitation-enrolled = Registrados
invitation-left = Vale por *{ $left }*. Comece agora e terá tempo de terminar.
invitation-real = Isto é verdadeiro?
invitation-real-number = O número na sua mensagem deve ser { $number }. Se for diferente, ou se você não espera um convite, feche esta página e ligue para a TI.
invitation-real-poster = Se ninguém avisou você sobre isto, feche esta página e ligue para a TI.
invitation-institution = Somente para dispositivos que pertencem a { $organization }.

## The code

code-title = Digite seu código
code-lead = Ele tem 20 letras e números e está no cartaz ou na mensagem.
code-label = Código
code-wrong = Este código não está completo
code-wrong-more = Este código não está completo. Compare com o cartaz ou a mensagem.
code-hint = Maiúsculas ou minúsculas, com ou sem traços: tudo serve.

## Opened elsewhere: computer, Android, another app

desktop-title = Continue no seu iPhone ou iPad
desktop-lead = Esta página configura um celular ou tablet, não um computador.
desktop-invitation = Seu convite está em ordem.
desktop-camera = Abra o app *{ apple-camera }* no dispositivo que você quer registrar.
desktop-point = Aponte para este código.
desktop-tap = Toque no link amarelo. Ele abre no Safari.
desktop-type = Sem câmera? Abra o Safari e digite { $address }
desktop-type-code = e depois o código { $code }
desktop-ipad = Estou em um iPad – continuar aqui
desktop-state = { $state ->
    [waiting] Aguardando seu dispositivo…
    [started] Aberto no seu dispositivo.
    [logged_in] Sessão iniciada no seu dispositivo.
    [downloaded] Perfil baixado.
   *[enrolled] Registrado. Você pode fechar esta página.
}
desktop-until = Vale até { $until }
android-title = Este link é para iPhone e iPad
android-lead = Você o abriu em um dispositivo Android. { $organization } não pode registrar dispositivos Android com este link.
android-valid = Seu convite continua valendo.
android-handoff = Continuar para o Android
android-hint = Para registrar um iPhone ou iPad, abra o mesmo link nele.
app-title = Abra esta página no Safari
app-lead = { $app } não consegue instalar o perfil.
app-lead-unknown = Este app não consegue instalar o perfil.
app-link = Seu link
app-copy = Copiar link
app-copied = Copiado
app-step-copy = Copie o link acima.
app-step-open = Abra o *Safari*.
app-step-paste = Toque e segure a barra de endereço e toque em *{ apple-paste-and-go }*.
app-anyway = Continuar aqui mesmo assim

## Log in

login-title = Entrar
login-lead = Use sua conta de { $short }, a mesma do seu computador.
login-lead-account = Use a conta local que a TI lhe deu.
login-username = Usuário
login-password = Senha
login-wrong = O usuário ou a senha está errado.
login-empty = Digite seu usuário e sua senha.
login-forgotten = Esqueceu a senha? [Redefina-a] e depois volte a esta página.
login-checked = Verificamos sua senha no diretório de { $short }. Nunca a guardamos.
login-staff = Equipe de TI: [entrar com uma conta local]
login-directory = [Entrar com sua conta de { $short }]
login-oidc = Entrar com sua conta de { $short }
login-oidc-hint = Você entra na página de login de { $short } e volta para cá. Nunca vemos sua senha.
logged-in = Você entrou como *{ $username }*. [Não é você?]
logout-title = Sair?
logout-lead = Você entrou como *{ $username }*. Saia e depois entre com a sua conta.
logout-button = Sair
logged-out-title = Você saiu
logged-out-lead = Para continuar, abra seu link de novo.

## Who the device is for

assign-title = Para quem é este dispositivo?
assign-lead = O nome, o e-mail e o local da pessoa ficam guardados com o dispositivo.
assign-search = Nome, usuário ou e-mail
assign-search-again = Buscar de novo: nome, usuário ou e-mail
assign-find = Buscar
assign-missing = Busque e escolha uma pessoa
assign-nobody = Ninguém corresponde a “{ $query }”. Confira a grafia ou tente o e-mail.
assign-choose = Escolha uma pessoa
assign-without = Ou continue sem pessoa
assign-no-one = Ninguém
assign-shared = Um dispositivo compartilhado
assign-more = Há mais. Acrescente algumas letras para encontrar a pessoa certa.

## Owner and site

owner-title = De quem é este { device }?
owner-lead = Isto decide o que { $organization } pode ver e fazer.
owner-missing = Escolha de quem ele é
owner-missing-more = Escolha de quem ele é.
owner-given = Ele me foi entregue.
owner-given-erase = A TI pode instalar apps, bloqueá-lo ou apagá-lo.
owner-given-no-erase = A TI não pode apagá-lo.
owner-me = Meu
owner-own = Ele é meu. A TI adiciona o Wi‑Fi e o e-mail do trabalho.
owner-own-no-erase = A TI não pode apagá-lo.
owner-own-no-erase-no-apps = A TI não pode apagá-lo nem ver meus apps.
owner-if-institution = Se for de { $organization }
owner-if-personal = Se for seu
site-title = A que local pertence este { device }?
site-lead = O local decide quais ajustes e apps ele recebe.
site-label = Local
site-option = Escolha…
site-missing = Escolha um local
site-missing-more = Escolha um local.

## Terms

terms-title = Leia e aceite os termos
terms-missing = Marque a caixa para aceitar os termos
terms-missing-more = Marque a caixa para aceitar os termos.
terms-tick = Li e aceito estes termos
terms-accept = Aceitar e continuar
terms-decline = Não aceitar
declined-title = Você não aceitou
declined-lead = Nada foi instalado. Você pode fechar esta página.
declined-again = Mudou de ideia? [Leia os termos de novo].

## Certificate and trust

minutes = *Você tem 8 minutos* depois de baixar. Se o tempo acabar, toque em Baixar de novo.
certificate-name = Instalar o certificado
certificate-title = Instale o certificado de { $short }
certificate-lead = Com ele, seu { device } reconhece o servidor verdadeiro de { $short }.
certificate-download = Baixar o certificado
certificate-allow = Toque em *{ apple-allow }* e depois em *{ apple-close }*.
certificate-settings = Abra *{ apple-settings }* e toque em *{ apple-profile-downloaded }*.
certificate-install = Toque em *{ apple-install }* e digite seu código.
certificate-warning = No aviso, toque em *{ apple-install }* e outra vez em *{ apple-install }*.
certificate-done = Toque em *{ apple-done }* e volte aqui.
certificate-safe = O certificado se chama *{ $authority }*. Com ele, seu { device } verifica que fala com o servidor verdadeiro de { $short }. Ele some quando você sai do gerenciamento, e você pode removê-lo em Ajustes a qualquer momento.
installed = Já instalei
trust-name = Confiar no certificado
trust-title = Ative a confiança no certificado
trust-lead = A Apple pede que você faça isto à mão. Sem isso, o próximo passo falha.
trust-doubted = Ainda não vemos a confiança. Confira a chave de *{ $authority }*.
trust-leave = Deixe o Safari aberto e vá para o app *{ apple-settings }*.
trust-about = Toque em *{ apple-general }* › *{ apple-about }*. Role até o fim e toque em *{ apple-trust-settings }*.
trust-switch = Encontre *{ $authority }*. Ative a chave. Ela fica verde.
trust-continue = Toque em *{ apple-continue }* no aviso. Depois volte a esta página.
trust-waiting = Ainda sem confiança. Esta página verifica quando você volta.
trust-seen = Confiável. Vamos ao último passo.
trust-check = Verificar de novo
trust-anyway = Continuar mesmo assim
trust-on = Já ativei
trust-missing = Não vejo “{ apple-trust-settings }”
trust-missing-last = É a última linha da tela { apple-about }.
trust-missing-certificate = Se ela não aparece, o certificado não está instalado. [Volte um passo].
trust-safe = Com a chave, seu { device } verifica que fala com o servidor verdadeiro de { $short }. Você pode desativá-la depois no mesmo lugar.
trust-fingerprint = Se quiser, confira a impressão digital SHA-256 com a TI:

## The management profile

profile-title = Instale o perfil de gerenciamento
profile-lead = Este é o último passo. Ele conecta seu { device } a { $organization }.
profile-gone = O download provavelmente já sumiu. Toque em *Baixar o perfil* de novo.
profile-silent = Não tivemos notícias do seu { device }. Ligue para a TI e informe { $reference }.
profile-old-title = Seu { device } precisa de uma atualização
profile-old = Ele tem o iOS { $has }. { $organization } precisa do iOS { $needs } ou posterior. Abra { apple-settings } › { apple-general } › { apple-software-update } e depois toque em Baixar de novo.
profile-old-unknown = Ele tem uma versão mais antiga do iOS. { $organization } precisa do iOS { $needs } ou posterior. Abra { apple-settings } › { apple-general } › { apple-software-update } e depois toque em Baixar de novo.
profile-other-title = Este convite é para outro dispositivo
profile-other = Ele vale só para o dispositivo que a TI preparou para você. Use esse dispositivo ou peça um novo link à TI.
profile-many-title = Você já tem dispositivos suficientes
profile-many = Em { $organization }, cada pessoa pode registrar { $allowed }. Remova o perfil de um deles ({ apple-settings } › { apple-general } › { apple-device-management }) ou fale com a TI e depois toque em Baixar de novo.
profile-enrolled-title = Este dispositivo já está registrado
profile-enrolled = Não há mais nada a fazer. Se ele foi apagado ou passado para você, peça à TI que o libere e depois toque em Baixar de novo.
profile-grace = Seu convite expirou nesse meio-tempo. Você ainda pode terminar até { $until }.
profile-download = Baixar o perfil
profile-allow = O Safari pergunta sobre um perfil de configuração. Toque em *{ apple-allow }* e depois em *{ apple-close }*.
profile-settings = Abra *{ apple-settings }*. No alto, toque em *{ apple-profile-downloaded }* (pode aparecer *{ apple-enroll-in }*).
profile-install = Toque em *{ apple-install }* no alto à direita e digite seu código.
profile-warnings = Aparecem um ou dois avisos. Toque em *{ apple-install }* em cada um.
profile-trust = Em “{ apple-remote-management }”, toque em *{ apple-trust }* e depois em *{ apple-done }*.
profile-waiting = Aguardando notícias do seu { device }…
profile-check = [Verificar por mim a cada 15 segundos]
profile-checking = Esta página verifica a cada 15 segundos. [Parar de verificar]
profile-failed = “{ apple-install-failed }”
profile-failed-trust = Quase sempre falta a confiança no certificado. [Confira o passo { $step }] e baixe de novo.
profile-failed-network = Sem rede? Conecte-se a um Wi‑Fi ou ative os dados celulares e baixe de novo.
profile-failed-lockdown = O { apple-lockdown } bloqueia perfis. Desative-o primeiro: { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = Fora de casa, a { apple-stolen-device } faz você esperar uma hora. Espere, ou instale em casa.
profile-failed-other = Um { phone-or-tablet } pode ter só um perfil de gerenciamento. Remova primeiro o antigo: { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = Continue com { $product }
hand-over-lead = { $organization } gerencia os dispositivos com { $product }. Siga os passos da página até o fim; talvez seja preciso entrar mais uma vez.
hand-over-again = Você já esteve lá. Se tudo estiver instalado, feche esta página; se não, volte para { $product }.
hand-over-where = A próxima página fica em
hand-over-continue = Continuar em { $product }
hand-over-hint = Daqui não vemos se deu certo. Se algo falhar, ligue para a TI.

## Done

done-title = Seu { device } está registrado
done-thanks = Obrigado. Você pode fechar esta página.
done-thanks-name = Obrigado, { $name }. Você pode fechar esta página.
done-device = Este dispositivo
done-name = Nome
done-model = Modelo
done-serial = N.º de série
done-site = Local
done-owner = Dono
done-you = Você
done-enrolled = Registrado
done-next = O que acontece agora
done-apps = Wi‑Fi, e-mail e apps chegam nos próximos 10 minutos.
done-online = Até lá, mantenha o { device } desbloqueado e conectado.
done-receipt = Enviamos um comprovante para { $address }.
done-leave = Como sair do gerenciamento
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = { $used } de { $of } dispositivos registrados. Passe o link para a próxima pessoa.
done-all = Este convite foi todo usado ({ $used } de { $of }). Precisa registrar outro dispositivo? Peça um novo link à TI.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] Não conhecemos este link
    [NOT_YET] Este convite ainda não está aberto
    [EXPIRED] Este convite expirou
    [REVOKED] Este convite foi cancelado
    [USED] Este convite já foi usado
    [BUSY] Todas as vagas estão ocupadas agora
    [WRONG_ACCOUNT] Este convite é para outra pessoa
    [NOT_ALLOWED] Sua conta não pode registrar dispositivos
    [DIRECTORY] Não podemos verificar sua senha agora
    [PROVIDER] Não podemos fazer seu login agora
    [NOT_LOGGED_IN] Você não entrou
    [LOCKED] Tentativas demais
    [PERSONAL] Você não pode registrar seu próprio { device }
    [SESSION] Comece de novo
    [COOKIES] Permita os cookies
    [FORM] Tente de novo
    [NOT_FOUND] Esta página não existe
   *[SERVER] Algo deu errado do nosso lado
}
unknown-lead = Talvez falte uma parte do link. Abra-o de novo pela mensagem ou digite o código.
unknown-code = Digitar o código
not-yet-lead = Ele vale a partir de { $opens }.
expired-lead = Ele valia até { $until }. Isso foi { $relative }.
revoked-lead = A TI o cancelou.
revoked-lead-date = A TI o cancelou em { $date }.
revoked-reason = Motivo: { $reason }.
used-lead = { $devices } registrados.
used-lead-elsewhere = Ele foi usado para seguir para { $product }, que registra os dispositivos.
used-lead-date = { $devices } registrados, o último em { $date }.
busy-lead = { $devices }. Se um deles não terminar, a vaga fica livre em até { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}.
wrong-account-sent = Ele foi enviado para { $address }.
wrong-account-lead = Você entrou como *{ $username }*.
wrong-account-other = Entrar como outra pessoa
not-allowed-groups = Só membros de { $groups } podem.
not-allowed-lead = Fale com a TI se você precisar.
directory-lead = O diretório de { $short } não responde.
provider-lead = A página de login de { $short } não responde.
not-logged-in-declined = O login foi cancelado ou recusado.
not-logged-in-lead = A resposta da página de login não serve. Entre de novo.
invitation-valid = Seu convite continua valendo.
locked-lead = { $minutes ->
    [one] Espere { $minutes } minuto e tente de novo.
   *[other] Espere { $minutes } minutos e tente de novo.
}
personal-lead = Sua conta pode registrar dispositivos que pertencem a { $organization }.
personal-lead-invitation = Este convite é só para dispositivos de { $organization }.
session-lead = Você ficou fora mais de 60 minutos. Guardamos seu lugar; entre para continuar.
cookies-lead = Precisamos de um cookie para lembrar seu passo. Ele é apagado quando você termina.
form-lead = A página era antiga demais, ou o formulário não veio dela. Volte, recarregue a página e tente de novo.
not-found-lead = Talvez o endereço esteja errado.
server-lead = A TI encontra o caso pela referência { $reference }.
start-again = Começar de novo
for-it = Para a TI:
ask-heading = O que você pode fazer
ask-lead = Peça um novo link. Avisamos a TI; você recebe um e-mail quando o novo link estiver pronto.
ask-lead-who = Peça um novo link. Avisamos { $who }; você recebe um e-mail quando o novo link estiver pronto.
ask-button = Pedir um novo link
ask-expired = Ainda precisa registrar um dispositivo? Peça um novo link à TI.
ask-used = Ainda precisa registrar outro dispositivo? Peça um novo link à TI.
asked-title = Pedimos um novo link
asked-lead = Se este link puder ser renovado, { $who } já sabe. Você recebe um e-mail quando o novo link estiver pronto.

## All steps on one page

help-title = Todos os passos em uma página
help-lead = Para imprimir, ou para ler em voz alta a quem configura um dispositivo.
help-start = Começar
help-start-open = Abra o link da mensagem no *Safari*, ou abra { $address } e digite o código.
help-start-tap = Toque em *Começar*.
help-start-login = Entre com a conta de { $short } e responda ao que for perguntado.
help-certificate = Instalar o certificado
help-certificate-download = Toque em *Baixar o certificado*, *{ apple-allow }*, *{ apple-close }*. O download some depois de 8 minutos; então toque de novo.
help-certificate-settings = Abra *{ apple-settings }* e toque em *{ apple-profile-downloaded }*.
help-certificate-install = Toque em *{ apple-install }*, digite o código, toque em *{ apple-install }*, *{ apple-install }*, *{ apple-done }*.
help-certificate-back = Volte ao Safari e toque em *Já instalei*.
help-trust = Confiar no certificado
help-trust-settings = Abra *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (a última linha).
help-trust-switch = Ative a chave de *{ $authority }* e toque em *{ apple-continue }*.
help-trust-back = Volte ao Safari. A página segue sozinha, ou toque em *Já ativei*.
help-profile = Instalar o perfil de gerenciamento
help-profile-download = Toque em *Baixar o perfil*, *{ apple-allow }*, *{ apple-close }*.
help-profile-settings = Abra *{ apple-settings }* e toque em *{ apple-profile-downloaded }* (pode aparecer *{ apple-enroll-in }*).
help-profile-install = Toque em *{ apple-install }* e digite o código. Toque em *{ apple-install }* em cada aviso.
help-profile-trust = Em “{ apple-remote-management }”, toque em *{ apple-trust }* e depois em *{ apple-done }*.
help-profile-back = Volte ao Safari. Ele diz que o dispositivo está registrado.
help-elsewhere = Toque em *{ hand-over-continue }* e siga os passos dessa página até o fim.

## Privacy and access rights

privacy-title = Privacidade
privacy-lead = O que { $organization } vê, faz e guarda quando você registra um dispositivo.
privacy-institution = Um dispositivo de { $organization }
privacy-personal = Seu próprio dispositivo
privacy-kept = O que é guardado
privacy-kept-person = Seu nome, e-mail e local, como estão no diretório de { $short }, com o dispositivo.
privacy-kept-device = O nome, o modelo, o número de série e a versão do sistema do dispositivo.
privacy-kept-times = Quando cada passo foi feito.
privacy-kept-days = { $days ->
    [one] Isto é apagado { $days } dia depois que um dispositivo sai.
   *[other] Isto é apagado { $days } dias depois que um dispositivo sai.
}
privacy-kept-always = Isto é guardado até a TI apagar.
privacy-not = O que não é
privacy-not-password = Sua senha. Ela é verificada no diretório e nunca guardada.
privacy-not-ads = Nada para publicidade. Não há rastreamento, e nada vem de outros servidores.
privacy-not-cookies = Cookies, exceto estes: um lembra seu passo e é apagado quando você termina, outro seu idioma, se você o escolher.
access-can = { $organization } pode:
access-cannot = { $organization } não pode:
can-see-device = ver o modelo, o número de série e a versão do sistema
cannot-see-device = ver o modelo ou o número de série
can-see-network = ver o número de telefone, o cartão SIM e os endereços de rede
cannot-see-network = ver o número de telefone ou o cartão SIM
can-see-apps = ver a lista de apps instalados
cannot-see-apps = ver quais apps você instalou
can-see-security = ver se o código e a criptografia estão ativados
cannot-see-security = ver os ajustes de segurança
can-see-restrictions = ver as restrições
can-see-profiles = ver os perfis instalados
cannot-see-profiles = ver outros perfis
can-see-provisioning = ver os perfis de provisionamento de apps internos
can-install-settings = instalar e remover ajustes, como Wi-Fi e e-mail
cannot-install-settings = instalar ajustes
can-install-apps = instalar e remover apps de trabalho
cannot-install-apps = instalar apps
can-install-provisioning = instalar os perfis de provisionamento de apps internos
can-change-settings = mudar ajustes do dispositivo, como o roaming
can-lock = bloqueá-lo e remover o código
cannot-lock = bloqueá-lo ou remover o código
can-erase = apagá-lo
cannot-erase = apagá-lo
cannot-ever = ler suas mensagens, fotos, histórico de navegação ou localização

## The demonstration's inbox

inbox-title = Caixa de entrada
inbox-lead = Mensagens que esta demonstração capturou. Nada saiu deste computador.
inbox-empty = Nenhuma mensagem ainda. Execute *enroll apply*.
inbox-to = Para { $address }
mail-from = De
mail-to = Para
mail-captured = Capturada
mail-open = Abrir o link
mail-here = Seguir os passos neste computador
mail-html = A mensagem em HTML
mail-text = A mensagem em texto

## Dates

month = { $month ->
    [1] janeiro
    [2] fevereiro
    [3] março
    [4] abril
    [5] maio
    [6] junho
    [7] julho
    [8] agosto
    [9] setembro
    [10] outubro
    [11] novembro
   *[12] dezembro
}
weekday = { $weekday ->
    [1] segunda-feira
    [2] terça-feira
    [3] quarta-feira
    [4] quinta-feira
    [5] sexta-feira
    [6] sábado
   *[7] domingo
}
weekday-short = { $weekday ->
    [1] seg.
    [2] ter.
    [3] qua.
    [4] qui.
    [5] sex.
    [6] sáb.
   *[7] dom.
}
date-day = { weekday-short }, { $day } de { month }
date-day-year = { weekday-short }, { $day } de { month } de { $year }
date-weekday = { weekday }, { $day } de { month }
date-full = { weekday }, { $day } de { month } de { $year }
date-brief = { $day } de { month } de { $year }
time = { $hour }:{ $minute }
span = { $unit ->
    [day] { $count ->
        [one] { $count } dia
       *[other] { $count } dias
    }
    [hour] { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
    [minute] { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
   *[moment] menos de um minuto
}
ahead = daqui a { span }
ago = há { span }
left = { $unit ->
    [hour] { $count ->
        [one] mais { $count } hora
       *[other] mais { $count } horas
    }
    [minute] { $count ->
        [one] mais { $count } minuto
       *[other] mais { $count } minutos
    }
   *[moment] menos de um minuto
}

## Text messages

date-short = { $day } { $month ->
    [1] jan
    [2] fev
    [3] mar
    [4] abr
    [5] mai
    [6] jun
    [7] jul
    [8] ago
    [9] set
    [10] out
    [11] nov
   *[12] dez
}{ $within ->
    [year] {""}
   *[later] {" "}{ $year }
}, { $hour }h{ $full ->
    [hour] {""}
   *[minute] { $minute }
}
sms-limits = { $limits ->
    [both] {" "}de { $opens } a { $until }
    [opens] {" "}a partir de { $opens }
    [until] {" "}antes de { $until }
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] ligue para { $phone }
   *[email] escreva para { $email }
}
sms-invite = { $organization }: ative o seu dispositivo{ sms-limits }: { $link }
sms-invite-ask = Ajuda: { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-reminder = { $organization }: falta ativar o seu dispositivo. { $limits ->
    [until] O link termina em { $until }: { $link }
   *[none] { $link }
}
sms-reminder-ask = Ajuda: { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-changed = { $organization }: o seu link agora { $limits ->
    [until] termina em { $until }
   *[none] vale sem data final
}: { $link }
sms-revoked = { $organization }: o seu link foi cancelado. Nada precisa ser feito.
sms-expired = { $organization }: o seu link expirou. Nada foi alterado.
sms-expired-ask = Se ainda precisar, { sms-contact }
sms-ask = Ajuda: { $ask ->
    [phone] { $phone }
   *[email] { $email }
}
sms-receipt = { $organization }: { $device ->
    [iPhone] um iPhone
    [iPad] um iPad
   *[device] um dispositivo
} foi registrado em seu nome em { $enrolled }.
sms-receipt-ask = Desconhece isto? Por favor, { sms-contact } agora.

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = Sobre
apple-allow = Permitir
apple-camera = Câmera
apple-close = Fechar
apple-continue = Continuar
apple-device-management = VPN e Gerenciamento de Dispositivo
apple-done = OK
apple-enroll-in = Registrar-se em { $organization }
apple-full-trust = Ativar confiança total em certificados raiz
apple-general = Geral
apple-install = Instalar
apple-install-failed = Falha na Instalação do Perfil
apple-lockdown = Modo de Isolamento
apple-paste-and-go = Colar e Ir
apple-privacy-security = Privacidade e Segurança
apple-profile-downloaded = Perfil Baixado
apple-remote-management = Gerenciamento Remoto
apple-remove-management = Remover Gerenciamento
apple-settings = Ajustes
apple-software-update = Atualização de Software
apple-stolen-device = Proteção de Dispositivo Roubado
apple-trust = Confiar
apple-trust-settings = Confiança em Certificados
