# 简体中文。规则和变量见 en.ftl。

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] 设备
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone 或 iPad
}
it = IT 部门
continue = 继续
start = 开始
try-again = 再试一次
back = 返回
mistake-mark = 错误：
mistake-heading = 有一个问题
may-close = 您可以关闭此页面。
nothing-changed = 您的 { device } 没有任何改动。
devices-of = { $used } / { $of } 台设备
devices-any = 目前 { $used } 台；设备数量不限
devices-reserved = ，{ $reserved } 台正在进行
safe-question = 这安全吗？
can-question = { $organization } 可以查看和执行的操作

## Around every page

title-step = 第 { $now } 步，共 { $of } 步：
skip = 跳到正文
language = 语言
progress = 进度
progress-step = 第 { $now } 步，共 { $of } 步
progress-name = { $step ->
    [login] 登录
    [assign] 使用者
    [owner] 您的 { device }
    [site] 地点
    [terms] 条款
    [certificate] 安装证书
    [trust] 信任证书
   *[profile] 安装描述文件
}
progress-state = { $state ->
    [done] 已完成
    [now] 当前步骤
   *[todo] 待完成
}
footer-call-or-email = 需要帮助？请致电 { $phone } 或发邮件至 { $email }。
footer-call = 需要帮助？请致电 { $phone }。
footer-email = 需要帮助？请发邮件至 { $email }。
footer-ask = 需要帮助？请联系{ $name }。
footer-number = 请说明邀请编号 { $number }。
footer-reference = 请说明参考编号 { $reference }。
footer-privacy = 隐私
footer-help = 在一页上查看所有步骤

## Languages

languages-title = 选择语言

## Open enrollment

door-title = 设置您的 iPhone 或 iPad
door-lead = { $organization } 管理工作和学习用的手机和平板电脑。
door-needs-password = 大约需要 5{"\u00A0"}分钟。您需要 { $short } 的密码和此 { device } 的锁屏密码。
door-needs = 大约需要 5{"\u00A0"}分钟。您需要此 { device } 的锁屏密码。
door-closed = 您需要一份邀请。
door-invited = 您有邀请吗？请打开邮件或短信中的链接，或[输入代码]。

## The invitation

invitation-title = 设置您的 { device }
invitation-hello = { $name }，您好。
invitation-asks = { $organization } 请您注册此 { device }。
invitation-card = 您的邀请
invitation-from = 发件人
invitation-for = 收件人
invitation-until = 有效期至
invitation-no-end = 没有截止日期
invitation-enrolled = 已注册
invitation-left = *{ $left }*内有效。现在开始，就有时间完成。
invitation-real = 这是真的吗？
invitation-real-number = 您收到的消息中的编号必须是 { $number }。如果不一样，或者您没有在等待邀请，请关闭此页面并致电 IT 部门。
invitation-real-poster = 如果没有人告诉过您这件事，请关闭此页面并致电 IT 部门。
invitation-institution = 仅用于 { $organization } 的设备。

## The code

code-title = 输入代码
code-lead = 代码由 20 个字母和数字组成，印在海报上或写在消息里。
code-label = 代码
code-wrong = 代码不完整
code-wrong-more = 代码不完整。请与海报或消息核对。
code-hint = 大写或小写，带或不带短横线，都可以。

## Opened elsewhere: computer, Android, another app

desktop-title = 请在 iPhone 或 iPad 上继续
desktop-lead = 此页面用于设置手机或平板电脑，而不是电脑。
desktop-invitation = 您的邀请没有问题。
desktop-camera = 在要注册的设备上打开 *{ apple-camera }* App。
desktop-point = 对准此二维码。
desktop-tap = 轻点黄色链接，它会在 Safari 中打开。
desktop-type = 没有相机？请打开 Safari 并输入 { $address }
desktop-type-code = 然后输入代码 { $code }
desktop-ipad = 我在使用 iPad，在此继续
desktop-state = { $state ->
    [waiting] 正在等待您的设备…
    [started] 已在您的设备上打开。
    [logged_in] 已在您的设备上登录。
    [downloaded] 已下载描述文件。
   *[enrolled] 已注册。您可以关闭此页面。
}
desktop-until = 有效期至 { $until }
android-title = 此链接适用于 iPhone 和 iPad
android-lead = 您在 Android 设备上打开了它。{ $organization } 无法用此链接注册 Android 设备。
android-valid = 您的邀请仍然有效。
android-handoff = 继续设置 Android
android-hint = 要注册 iPhone 或 iPad，请在该设备上打开同一链接。
app-title = 请在 Safari 中打开此页面
app-lead = { $app } 无法安装描述文件。
app-lead-unknown = 此 App 无法安装描述文件。
app-link = 您的链接
app-copy = 拷贝链接
app-copied = 已拷贝
app-step-copy = 拷贝上面的链接。
app-step-open = 打开 *Safari*。
app-step-paste = 按住地址栏，然后轻点*{ apple-paste-and-go }*。
app-anyway = 仍在此继续

## Log in

login-title = 登录
login-lead = 请使用您的 { $short } 账户，与电脑上的相同。
login-lead-account = 请使用 IT 部门给您的本地账户。
login-username = 用户名
login-password = 密码
login-wrong = 用户名或密码不正确。
login-empty = 请输入用户名和密码。
login-forgotten = 忘记密码了？[重设密码]，然后回到此页面。
login-checked = 我们通过 { $short } 的目录核对您的密码，绝不保存。
login-staff = IT 人员：[用本地账户登录]
login-directory = [用您的 { $short } 账户登录]
login-oidc = 用您的 { $short } 账户登录
login-oidc-hint = 您将在 { $short } 的登录页面登录，然后回到这里。我们绝不会看到您的密码。
logged-in = 已登录为 *{ $username }*。[不是您？]
logout-title = 要退出登录吗？
logout-lead = 您已登录为 *{ $username }*。请退出，然后用您自己的账户登录。
logout-button = 退出登录
logged-out-title = 您已退出登录
logged-out-lead = 要继续，请再次打开您的链接。

## Who the device is for

assign-title = 此设备给谁使用？
assign-lead = 使用者的姓名、邮件地址和所在地会与设备一起保存。
assign-search = 姓名、用户名或邮件地址
assign-search-again = 再次搜索：姓名、用户名或邮件地址
assign-find = 查找
assign-missing = 请查找并选择一个人
assign-nobody = 没有人与“{ $query }”相符。请检查拼写或尝试邮件地址。
assign-choose = 选择一个人
assign-without = 或者不指定使用者，继续
assign-no-one = 无
assign-shared = 共用设备
assign-more = 还有更多结果。请再输入几个字母。

## Owner and site

owner-title = 此 { device } 归谁所有？
owner-lead = 这决定了 { $organization } 可以查看和执行哪些操作。
owner-missing = 请选择归谁所有
owner-missing-more = 请选择归谁所有。
owner-given = 是发给我的。
owner-given-erase = IT 部门可以安装 App，也可以锁定或抹掉它。
owner-given-no-erase = IT 部门不能抹掉它。
owner-me = 我自己
owner-own = 是我自己的。IT 部门会添加工作用的无线网络和邮件。
owner-own-no-erase = IT 部门不能抹掉它。
owner-own-no-erase-no-apps = IT 部门不能抹掉它，也看不到我的 App。
owner-if-institution = 如果归 { $organization } 所有
owner-if-personal = 如果归您所有
site-title = 此 { device } 属于哪里？
site-lead = 地点决定它会得到哪些设置和 App。
site-label = 地点
site-option = 请选择…
site-missing = 请选择地点
site-missing-more = 请选择地点。

## Terms

terms-title = 阅读并接受条款
terms-missing = 请勾选以接受条款
terms-missing-more = 请勾选以接受条款。
terms-tick = 我已阅读并接受这些条款
terms-accept = 接受并继续
terms-decline = 不接受
declined-title = 您没有接受
declined-lead = 没有安装任何内容。您可以关闭此页面。
declined-again = 改变主意了？[再次阅读条款]。

## Certificate and trust

minutes = 下载后*您有 8 分钟*。如果时间到了，请再次轻点下载。
certificate-name = 安装证书
certificate-title = 安装 { $short } 的证书
certificate-lead = 有了它，您的 { device } 就能识别真正的 { $short } 服务器。
certificate-download = 下载证书
certificate-allow = 轻点*{ apple-allow }*，然后轻点*{ apple-close }*。
certificate-settings = 打开*{ apple-settings }*，轻点*{ apple-profile-downloaded }*。
certificate-install = 轻点*{ apple-install }*，然后输入锁屏密码。
certificate-warning = 在警告中轻点*{ apple-install }*，然后再次轻点*{ apple-install }*。
certificate-done = 轻点*{ apple-done }*，然后回到这里。
certificate-safe = 证书名为 *{ $authority }*。有了它，您的 { device } 可以确认自己连接的是真正的 { $short } 服务器。退出管理时它会消失，您也可以随时在设置中移除。
installed = 我已安装
trust-name = 信任证书
trust-title = 打开对证书的信任
trust-lead = Apple 要求您手动完成这一步。否则下一步会失败。
trust-doubted = 我们仍看不到信任。请检查 *{ $authority }* 的开关。
trust-leave = 保持 Safari 打开，前往*{ apple-settings }* App。
trust-about = 轻点*{ apple-general }* › *{ apple-about }*。滚动到底部，轻点*{ apple-trust-settings }*。
trust-switch = 找到 *{ $authority }*。打开开关，它会变成绿色。
trust-continue = 在警告中轻点*{ apple-continue }*。然后回到此页面。
trust-waiting = 尚未信任。您回来时此页面会检查。
trust-seen = 已信任。前往最后一步。
trust-check = 再次检查
trust-anyway = 仍然继续
trust-on = 我已打开
trust-missing = 我看不到“{ apple-trust-settings }”
trust-missing-last = 它是“{ apple-about }”屏幕的最后一行。
trust-missing-certificate = 如果没有这一行，说明证书没有安装。[返回上一步]。
trust-safe = 有了这个开关，您的 { device } 可以确认自己连接的是真正的 { $short } 服务器。以后可以在同一位置关闭。
trust-fingerprint = 如果愿意，请与 IT 部门核对 SHA-256 指纹：

## The management profile

profile-title = 安装管理描述文件
profile-lead = 这是最后一步。它将您的 { device } 连接到 { $organization }。
profile-gone = 下载的文件可能已经不在了。请再次轻点*下载描述文件*。
profile-silent = 我们没有收到您的 { device } 的消息。请致电 IT 部门并说明 { $reference }。
profile-old-title = 您的 { device } 需要更新
profile-old = 它的系统是 iOS { $has }。{ $organization } 需要 iOS { $needs } 或更高版本。请打开{ apple-settings } › { apple-general } › { apple-software-update }，然后再次轻点下载。
profile-old-unknown = 它的 iOS 版本较旧。{ $organization } 需要 iOS { $needs } 或更高版本。请打开{ apple-settings } › { apple-general } › { apple-software-update }，然后再次轻点下载。
profile-other-title = 此邀请适用于另一台设备
profile-other = 它只适用于 IT 部门为您准备的那台设备。请使用那台设备，或向 IT 部门索取新链接。
profile-many-title = 您的设备数量已满
profile-many = { $organization } 允许每人注册 { $allowed } 台设备。请从其中一台移除描述文件（{ apple-settings } › { apple-general } › { apple-device-management }）或联系 IT 部门，然后再次轻点下载。
profile-enrolled-title = 此设备已注册
profile-enrolled = 无需再做任何操作。如果设备已被抹掉或转交给您，请让 IT 部门将其释放，然后再次轻点下载。
profile-grace = 您的邀请在此期间已过期。您仍可在 { $until } 之前完成。
profile-download = 下载描述文件
profile-allow = Safari 会询问配置描述文件。轻点*{ apple-allow }*，然后轻点*{ apple-close }*。
profile-settings = 打开*{ apple-settings }*。在靠近顶部处轻点*{ apple-profile-downloaded }*（也可能显示为*{ apple-enroll-in }*）。
profile-install = 轻点右上角的*{ apple-install }*，然后输入锁屏密码。
profile-warnings = 您会看到一两个警告。每次都轻点*{ apple-install }*。
profile-trust = 在“{ apple-remote-management }”处轻点*{ apple-trust }*，然后轻点*{ apple-done }*。
profile-waiting = 正在等待您的 { device } 签到…
profile-check = [每 15 秒替我检查一次]
profile-checking = 此页面每 15 秒检查一次。[停止检查]
profile-failed = “{ apple-install-failed }”
profile-failed-trust = 最常见的原因是证书未被信任。[检查第 { $step } 步]，然后再次下载。
profile-failed-network = 没有网络？请加入无线网络或打开蜂窝数据，然后再次下载。
profile-failed-lockdown = { apple-lockdown }会阻止描述文件。请先关闭：{ apple-settings } › { apple-privacy-security } › { apple-lockdown }。
profile-failed-stolen = 不在家时，{ apple-stolen-device }会让您等待一小时。请等待，或在家中安装。
profile-failed-other = 一台 { phone-or-tablet } 只能有一个管理描述文件。请先移除旧的：{ apple-settings } › { apple-general } › { apple-device-management }。
hand-over-title = 继续使用 { $product }
hand-over-lead = { $organization } 使用 { $product } 管理设备。请在它的页面上完成所有步骤；您可能需要再次登录。
hand-over-again = 您已经去过那里。如果一切已安装，请关闭此页面；否则请再次前往 { $product }。
hand-over-where = 下一页位于
hand-over-continue = 前往 { $product }
hand-over-hint = 我们在这里看不到是否成功。如果出现问题，请联系 IT 部门。

## Done

done-title = 您的 { device } 已注册
done-thanks = 谢谢。您可以关闭此页面。
done-thanks-name = 谢谢您，{ $name }。您可以关闭此页面。
done-device = 此设备
done-name = 名称
done-model = 型号
done-serial = 序列号
done-site = 地点
done-owner = 所有者
done-you = 您
done-enrolled = 注册时间
done-next = 接下来
done-apps = 无线网络、邮件和 App 会在 10 分钟内到达。
done-online = 在此之前，请保持 { device } 解锁并联网。
done-receipt = 我们已将回执发送至 { $address }。
done-leave = 如何退出管理
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }。
done-more = 已注册 { $used } / { $of } 台设备。请把链接交给下一个人。
done-all = 此邀请已全部用完（{ $used } / { $of }）。需要注册另一台设备？请向 IT 部门索取新链接。

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] 我们不认识此链接
    [NOT_YET] 此邀请尚未开放
    [EXPIRED] 此邀请已过期
    [REVOKED] 此邀请已取消
    [USED] 此邀请已被使用
    [BUSY] 目前所有名额都被占用
    [WRONG_ACCOUNT] 此邀请是发给其他人的
    [NOT_ALLOWED] 您的账户不能注册设备
    [DIRECTORY] 我们现在无法核对您的密码
    [PROVIDER] 我们现在无法为您登录
    [NOT_LOGGED_IN] 您尚未登录
    [LOCKED] 尝试次数过多
    [PERSONAL] 您不能注册自己的 { device }
    [SESSION] 请重新开始
    [COOKIES] 请允许 Cookie
    [FORM] 请再试一次
    [NOT_FOUND] 没有此页面
   *[SERVER] 我们这边出了问题
}
unknown-lead = 链接可能缺了一部分。请从消息中再次打开，或输入代码。
unknown-code = 输入代码
not-yet-lead = 自 { $opens } 起有效。
expired-lead = 有效期至 { $until }，已是{ $relative }。
revoked-lead = IT 部门取消了它。
revoked-lead-date = IT 部门于 { $date } 取消了它。
revoked-reason = 原因：{ $reason }。
used-lead = 已注册 { $devices }。
used-lead-elsewhere = 它已用于前往 { $product }，设备在那里注册。
used-lead-date = 已注册 { $devices }，最后一台于 { $date }。
busy-lead = { $devices }。如果其中一台没有完成，名额会在 { $minutes } 分钟内空出。
wrong-account-sent = 它是发送给 { $address } 的。
wrong-account-lead = 您已登录为 *{ $username }*。
wrong-account-other = 以其他人的身份登录
not-allowed-groups = 只有 { $groups } 的成员可以。
not-allowed-lead = 如有需要，请联系 IT 部门。
directory-lead = { $short } 的目录没有响应。
provider-lead = { $short } 的登录页面没有响应。
not-logged-in-declined = 登录已取消或被拒绝。
not-logged-in-lead = 登录页面的答复无法使用。请重新登录。
invitation-valid = 您的邀请仍然有效。
locked-lead = 请等待 { $minutes } 分钟，然后再试。
personal-lead = 您的账户可以注册属于 { $organization } 的设备。
personal-lead-invitation = 此邀请仅用于 { $organization } 的设备。
session-lead = 您离开超过了 60 分钟。我们保留了您的位置；请登录以继续。
cookies-lead = 我们需要一个 Cookie 来记住您的步骤。完成后会删除。
form-lead = 页面太旧，或者表单不是来自该页面。请返回，重新载入页面，再试一次。
not-found-lead = 地址可能输入有误。
server-lead = IT 部门可以通过参考编号 { $reference } 找到它。
start-again = 重新开始
for-it = 供 IT 部门参考：
ask-heading = 您可以做什么
ask-lead = 索取新链接。我们会通知 IT 部门；新链接准备好后您会收到邮件。
ask-lead-who = 索取新链接。我们会通知 { $who }；新链接准备好后您会收到邮件。
ask-button = 索取新链接
ask-expired = 仍需要注册设备？请向 IT 部门索取新链接。
ask-used = 仍需要注册另一台设备？请向 IT 部门索取新链接。
asked-title = 我们已索取新链接
asked-lead = 如果此链接可以更新，{ $who } 现在已经知道。新链接准备好后您会收到邮件。

## All steps on one page

help-title = 在一页上查看所有步骤
help-lead = 可打印，或读给正在设置设备的人听。
help-start = 开始
help-start-open = 在 *Safari* 中打开消息里的链接，或打开 { $address } 并输入代码。
help-start-tap = 轻点*开始*。
help-start-login = 用 { $short } 账户登录，并回答所问的问题。
help-certificate = 安装证书
help-certificate-download = 轻点*下载证书*、*{ apple-allow }*、*{ apple-close }*。8 分钟后下载的文件会消失；届时请再次轻点。
help-certificate-settings = 打开*{ apple-settings }*，轻点*{ apple-profile-downloaded }*。
help-certificate-install = 轻点*{ apple-install }*，输入锁屏密码，轻点*{ apple-install }*、*{ apple-install }*、*{ apple-done }*。
help-certificate-back = 回到 Safari，轻点*我已安装*。
help-trust = 信任证书
help-trust-settings = 打开*{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }*（最后一行）。
help-trust-switch = 打开 *{ $authority }* 的开关，轻点*{ apple-continue }*。
help-trust-back = 回到 Safari。页面会自动继续，或轻点*我已打开*。
help-profile = 安装管理描述文件
help-profile-download = 轻点*下载描述文件*、*{ apple-allow }*、*{ apple-close }*。
help-profile-settings = 打开*{ apple-settings }*，轻点*{ apple-profile-downloaded }*（也可能显示为*{ apple-enroll-in }*）。
help-profile-install = 轻点*{ apple-install }*，输入锁屏密码。在每个警告中轻点*{ apple-install }*。
help-profile-trust = 在“{ apple-remote-management }”处轻点*{ apple-trust }*，然后轻点*{ apple-done }*。
help-profile-back = 回到 Safari。页面会显示设备已注册。
help-elsewhere = 轻点*{ hand-over-continue }*，并在那个页面上完成所有步骤。

## Privacy and access rights

privacy-title = 隐私
privacy-lead = 注册设备时，{ $organization } 会查看、执行和保留什么。
privacy-institution = { $organization } 的设备
privacy-personal = 您自己的设备
privacy-kept = 保留的内容
privacy-kept-person = { $short } 目录中您的姓名、邮件地址和所在地，与设备一起保存。
privacy-kept-device = 设备的名称、型号、序列号和系统版本。
privacy-kept-times = 每一步的完成时间。
privacy-kept-days = 设备离开 { $days } 天后，这些会被删除。
privacy-kept-always = 这些会保留，直到 IT 部门删除。
privacy-not = 不保留的内容
privacy-not-password = 您的密码。它通过目录核对，绝不保存。
privacy-not-ads = 任何广告用途的内容。没有跟踪，也没有来自其他服务器的内容。
privacy-not-cookies = Cookie，但有两个例外：一个记住您的步骤，完成后删除；另一个在您选择语言时记住您的语言。
access-can = { $organization } 可以：
access-cannot = { $organization } 不能：
can-see-device = 查看型号、序列号和系统版本
cannot-see-device = 查看型号或序列号
can-see-network = 查看电话号码、SIM 卡和网络地址
cannot-see-network = 查看电话号码或 SIM 卡
can-see-apps = 查看已安装 App 的列表
cannot-see-apps = 查看您安装了哪些 App
can-see-security = 查看锁屏密码和加密是否已打开
cannot-see-security = 查看安全设置
can-see-restrictions = 查看限制
can-see-profiles = 查看已安装的描述文件
cannot-see-profiles = 查看其他描述文件
can-see-provisioning = 查看内部 App 的预置描述文件
can-install-settings = 安装和移除设置，例如无线网络和邮件
cannot-install-settings = 安装设置
can-install-apps = 安装和移除工作用 App
cannot-install-apps = 安装 App
can-install-provisioning = 安装内部 App 的预置描述文件
can-change-settings = 更改设备设置，例如漫游
can-lock = 锁定设备并移除锁屏密码
cannot-lock = 锁定设备或移除锁屏密码
can-erase = 抹掉设备
cannot-erase = 抹掉设备
cannot-ever = 读取您的信息、照片、浏览记录或位置

## The demonstration's inbox

inbox-title = 收件箱
inbox-lead = 此演示截取的消息。没有任何内容离开这台电脑。
inbox-empty = 还没有消息。请运行 *enroll apply*。
inbox-to = 发送至 { $address }
mail-from = 发件人
mail-to = 收件人
mail-captured = 截取时间
mail-open = 打开链接
mail-here = 在这台电脑上完成各步骤
mail-html = HTML 格式的消息
mail-text = 文本格式的消息

## Dates

month = { $month } 月
weekday = { $weekday ->
    [1] 星期一
    [2] 星期二
    [3] 星期三
    [4] 星期四
    [5] 星期五
    [6] 星期六
   *[7] 星期日
}
weekday-short = { $weekday ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
}
date-day = { month } { $day } 日（{ weekday-short }）
date-day-year = { $year } 年 { month } { $day } 日（{ weekday-short }）
date-weekday = { month } { $day } 日 { weekday }
date-full = { $year } 年 { month } { $day } 日 { weekday }
date-brief = { $year } 年 { month } { $day } 日
time = { $hour }:{ $minute }
span = { $unit ->
    [day] { $count } 天
    [hour] { $count } 小时
    [minute] { $count } 分钟
   *[moment] 不到一分钟
}
ahead = { span }后
ago = { span }前
left = { $unit ->
    [hour] { $count } 小时
    [minute] { $count } 分钟
   *[moment] 不到一分钟
}

## Text messages

date-short = { $within ->
    [year] {""}
   *[later] { $year }年
}{ $month }月{ $day }日{ $hour }:{ $minute }
sms-limits = { $limits ->
    [both] 于{ $opens }至{ $until }期间
    [opens] 于{ $opens }起
    [until] 在{ $until }前
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] 请致电 { $phone }
   *[email] 请写信至 { $email }
}
sms-invite = { $organization }：请您{ sms-limits }设置设备： { $link }
sms-invite-ask = 如有疑问，{ sms-contact }
sms-reminder = { $organization }：您的设备尚未设置。{ $limits ->
    [until] 链接{ $until }失效： { $link }
   *[none] 链接： { $link }
}
sms-reminder-ask = 如需帮助，{ sms-contact }
sms-changed = { $organization }：您的设置链接现在{ $limits ->
    [until] 有效至{ $until }
   *[none] 长期有效
}： { $link }
sms-revoked = { $organization }：您的设备设置链接已取消，您无需任何操作。
sms-expired = { $organization }：您的设备设置链接已过期，没有任何改动。
sms-expired-ask = 如仍需要，{ sms-contact }
sms-ask = 如有疑问，{ sms-contact }
sms-receipt = { $organization }：{ $enrolled }已用您的名义注册一台{ $device ->
    [iPhone] {" "}iPhone
    [iPad] {" "}iPad
   *[device] 设备
}。
sms-receipt-ask = 不是您本人？请立即{ $ask ->
    [phone] 致电 { $phone }
   *[email] 写信至 { $email }
}

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = 关于本机
apple-allow = 允许
apple-camera = 相机
apple-close = 关闭
apple-continue = 继续
apple-device-management = VPN 与设备管理
apple-done = 完成
apple-enroll-in = 在“{ $organization }”中注册
apple-full-trust = 针对根证书启用完全信任
apple-general = 通用
apple-install = 安装
apple-install-failed = 描述文件安装失败
apple-lockdown = 锁定模式
apple-paste-and-go = 粘贴并前往
apple-privacy-security = 隐私与安全性
apple-profile-downloaded = 已下载描述文件
apple-remote-management = 远程管理
apple-remove-management = 移除管理
apple-settings = 设置
apple-software-update = 软件更新
apple-stolen-device = 失窃设备保护
apple-trust = 信任
apple-trust-settings = 证书信任设置
