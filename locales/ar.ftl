# العربية. القواعد والمتغيّرات: en.ftl.

## Words used in several places

device = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] الجهاز
}
phone-or-tablet = { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] iPhone أو iPad
}
it = قسم تقنية المعلومات
continue = متابعة
start = ابدأ
try-again = حاول مرة أخرى
back = رجوع
mistake-mark = خطأ:
mistake-heading = هناك مشكلة
may-close = يمكنك إغلاق هذه الصفحة.
nothing-changed = لم يتغيّر أي شيء على { $device ->
    [iPhone] جهاز iPhone
    [iPad] جهاز iPad
   *[device] جهازك
}.
devices-of = { $used } من { $of } من الأجهزة
devices-any = { $used } حتى الآن؛ أي عدد من الأجهزة
devices-reserved = ، { $reserved } قيد التسجيل
safe-question = هل هذا آمن؟
can-question = ما الذي يمكن لـ { $organization } رؤيته وفعله

## Around every page

title-step = الخطوة { $now } من { $of }:
skip = انتقل إلى المحتوى
language = اللغة
progress = التقدّم
progress-step = الخطوة { $now } من { $of }
progress-name = { $step ->
    [login] تسجيل الدخول
    [assign] الشخص
    [owner] { $device ->
        [iPhone] جهاز iPhone
        [iPad] جهاز iPad
       *[device] جهازك
    }
    [site] الموقع
    [terms] الشروط
    [certificate] تثبيت الشهادة
    [trust] الوثوق بالشهادة
   *[profile] تثبيت ملف التعريف
}
progress-state = { $state ->
    [done] تمّت
    [now] الخطوة الحالية
   *[todo] لم تتم بعد
}
footer-call-or-email = هل تحتاج إلى مساعدة؟ اتصل بالرقم { $phone } أو راسل { $email }.
footer-call = هل تحتاج إلى مساعدة؟ اتصل بالرقم { $phone }.
footer-email = هل تحتاج إلى مساعدة؟ راسل { $email }.
footer-ask = هل تحتاج إلى مساعدة؟ اسأل { $name }.
footer-number = اذكر الدعوة { $number }.
footer-reference = اذكر المرجع { $reference }.
footer-privacy = الخصوصية
footer-help = كل الخطوات في صفحة واحدة

## Languages

languages-title = اختر لغتك

## Open enrollment

door-title = إعداد iPhone أو iPad
door-lead = تدير { $organization } الهواتف والأجهزة اللوحية للعمل والدراسة.
door-needs-password = يستغرق ذلك نحو 5{"\u00A0"}دقائق. تحتاج إلى كلمة مرورك لدى { $short } وإلى رمز دخول هذا الجهاز.
door-needs = يستغرق ذلك نحو 5{"\u00A0"}دقائق. تحتاج إلى رمز دخول هذا الجهاز.
door-closed = تحتاج إلى دعوة.
door-invited = هل لديك دعوة؟ افتح الرابط الموجود في بريدك أو رسالتك، أو [أدخل الرمز].

## The invitation

invitation-title = إعداد { $device ->
    [iPhone] جهاز iPhone
    [iPad] جهاز iPad
   *[device] جهازك
}
invitation-hello = مرحبًا { $name }.
invitation-asks = تطلب منك { $organization } تسجيل هذا الجهاز.
invitation-card = دعوتك
invitation-from = من
invitation-for = إلى
invitation-until = صالحة حتى
invitation-no-end = بلا تاريخ انتهاء
invitation-enrolled = المسجَّلة
invitation-left = صالحة لمدة *{ $left }*. ابدأ الآن ليكفيك الوقت.
invitation-real = هل هذه الدعوة حقيقية؟
invitation-real-number = يجب أن يكون الرقم في رسالتك { $number }. إذا كان مختلفًا أو لم تكن تتوقع دعوة، فأغلق هذه الصفحة واتصل بقسم تقنية المعلومات.
invitation-real-poster = إذا لم يخبرك أحد بهذا، فأغلق هذه الصفحة واتصل بقسم تقنية المعلومات.
invitation-institution = للأجهزة المملوكة لـ { $organization } فقط.

## The code

code-title = أدخل الرمز
code-lead = يتكوّن من 20 حرفًا ورقمًا، وهو مكتوب على الملصق أو في الرسالة.
code-label = الرمز
code-wrong = هذا الرمز غير كامل
code-wrong-more = هذا الرمز غير كامل. قارنه بالملصق أو بالرسالة.
code-hint = حروف كبيرة أو صغيرة، مع الشرطات أو من دونها: كلها مقبولة.

## Opened elsewhere: computer, Android, another app

desktop-title = تابع على iPhone أو iPad
desktop-lead = هذه الصفحة لإعداد هاتف أو جهاز لوحي، لا حاسوب.
desktop-invitation = دعوتك سليمة.
desktop-camera = افتح تطبيق *{ apple-camera }* على الجهاز الذي تريد تسجيله.
desktop-point = وجّهه إلى هذا الرمز.
desktop-tap = اضغط على الرابط الأصفر. يُفتح في Safari.
desktop-type = لا توجد كاميرا؟ افتح Safari واكتب { $address }
desktop-type-code = ثم أدخل الرمز { $code }
desktop-ipad = أنا على iPad، المتابعة هنا
desktop-state = { $state ->
    [waiting] في انتظار جهازك…
    [started] فُتح على جهازك.
    [logged_in] تم تسجيل الدخول على جهازك.
    [downloaded] تم تنزيل ملف التعريف.
   *[enrolled] تم التسجيل. يمكنك إغلاق هذه الصفحة.
}
desktop-until = صالحة حتى { $until }
android-title = هذا الرابط لأجهزة iPhone وiPad
android-lead = فتحته على جهاز Android. لا يمكن لـ { $organization } تسجيل أجهزة Android بهذا الرابط.
android-valid = تبقى دعوتك صالحة.
android-handoff = المتابعة إلى إعداد Android
android-hint = لتسجيل iPhone أو iPad، افتح الرابط نفسه عليه.
app-title = افتح هذه الصفحة في Safari
app-lead = لا يمكن لـ { $app } تثبيت ملف التعريف.
app-lead-unknown = لا يمكن لهذا التطبيق تثبيت ملف التعريف.
app-link = رابطك
app-copy = نسخ الرابط
app-copied = تم النسخ
app-step-copy = انسخ الرابط أعلاه.
app-step-open = افتح *Safari*.
app-step-paste = اضغط مطوّلًا على شريط العنوان، ثم اضغط على *{ apple-paste-and-go }*.
app-anyway = المتابعة هنا على أي حال

## Log in

login-title = تسجيل الدخول
login-lead = استخدم حسابك لدى { $short }، وهو نفسه الذي تستخدمه على حاسوبك.
login-lead-account = استخدم الحساب المحلي الذي أعطاك إياه قسم تقنية المعلومات.
login-username = اسم المستخدم
login-password = كلمة المرور
login-wrong = اسم المستخدم أو كلمة المرور غير صحيح.
login-empty = أدخل اسم المستخدم وكلمة المرور.
login-forgotten = هل نسيت كلمة المرور؟ [أعد تعيينها]، ثم عد إلى هذه الصفحة.
login-checked = نتحقق من كلمة مرورك في دليل { $short }. ولا نحفظها أبدًا.
login-staff = موظفو تقنية المعلومات: [تسجيل الدخول بحساب محلي]
login-directory = [تسجيل الدخول بحسابك لدى { $short }]
login-oidc = تسجيل الدخول بحسابك لدى { $short }
login-oidc-hint = تسجّل الدخول في صفحة { $short } ثم تعود إلى هنا. لا نرى كلمة مرورك أبدًا.
logged-in = سُجّل الدخول باسم *{ $username }*. [ليس أنت؟]
logout-title = هل تريد تسجيل الخروج؟
logout-lead = سُجّل الدخول باسم *{ $username }*. سجّل الخروج، ثم ادخل بحسابك أنت.
logout-button = تسجيل الخروج
logged-out-title = تم تسجيل الخروج
logged-out-lead = للمتابعة، افتح رابطك مرة أخرى.

## Who the device is for

assign-title = لمن هذا الجهاز؟
assign-lead = يُحفظ اسم الشخص وبريده ومكانه مع الجهاز.
assign-search = الاسم أو اسم المستخدم أو البريد
assign-search-again = ابحث مرة أخرى: الاسم أو اسم المستخدم أو البريد
assign-find = بحث
assign-missing = ابحث عن شخص واختره
assign-nobody = لا يطابق أحد «{ $query }». تحقق من الكتابة أو جرّب عنوان البريد.
assign-choose = اختر شخصًا
assign-without = أو تابع من دون شخص
assign-no-one = لا أحد
assign-shared = جهاز مشترك
assign-more = هناك المزيد. أضف بضعة أحرف للعثور على الشخص المطلوب.

## Owner and site

owner-title = من يملك هذا الجهاز؟
owner-lead = على هذا يتوقف ما يمكن لـ { $organization } رؤيته وفعله.
owner-missing = اختر من يملكه
owner-missing-more = اختر من يملكه.
owner-given = أُعطي لي.
owner-given-erase = يمكن لقسم تقنية المعلومات تثبيت التطبيقات وقفل الجهاز أو مسحه.
owner-given-no-erase = لا يمكن لقسم تقنية المعلومات مسحه.
owner-me = أنا
owner-own = هو ملكي. يضيف قسم تقنية المعلومات شبكة العمل وبريده.
owner-own-no-erase = لا يمكنه مسح الجهاز.
owner-own-no-erase-no-apps = لا يمكنه مسح الجهاز ولا رؤية تطبيقاتي.
owner-if-institution = إذا كانت { $organization } تملكه
owner-if-personal = إذا كنت أنت تملكه
site-title = إلى أي موقع يتبع هذا الجهاز؟
site-lead = يحدد الموقع الإعدادات والتطبيقات التي يحصل عليها.
site-label = الموقع
site-option = اختر…
site-missing = اختر موقعًا
site-missing-more = اختر موقعًا.

## Terms

terms-title = اقرأ الشروط واقبلها
terms-missing = ضع علامة في المربع لقبول الشروط
terms-missing-more = ضع علامة في المربع لقبول الشروط.
terms-tick = قرأت هذه الشروط وأقبلها
terms-accept = قبول ومتابعة
terms-decline = لا أقبل
declined-title = لم تقبل
declined-lead = لم يُثبَّت أي شيء. يمكنك إغلاق هذه الصفحة.
declined-again = هل غيّرت رأيك؟ [اقرأ الشروط مرة أخرى].

## Certificate and trust

minutes = *أمامك 8 دقائق* بعد التنزيل. إذا انتهى الوقت، فاضغط على التنزيل مرة أخرى.
certificate-name = تثبيت الشهادة
certificate-title = ثبّت شهادة { $short }
certificate-lead = بها يتعرّف جهازك على خادم { $short } الحقيقي.
certificate-download = تنزيل الشهادة
certificate-allow = اضغط على *{ apple-allow }*، ثم *{ apple-close }*.
certificate-settings = افتح *{ apple-settings }* واضغط على *{ apple-profile-downloaded }*.
certificate-install = اضغط على *{ apple-install }* وأدخل رمز الدخول.
certificate-warning = في التحذير اضغط على *{ apple-install }*، ثم *{ apple-install }* مرة أخرى.
certificate-done = اضغط على *{ apple-done }* وعد إلى هنا.
certificate-safe = اسم الشهادة *{ $authority }*. بها يتحقق جهازك من أنه يتصل بخادم { $short } الحقيقي. تزول عند مغادرة الإدارة، ويمكنك إزالتها من الإعدادات في أي وقت.
installed = ثبّتُّها
trust-name = الوثوق بالشهادة
trust-title = شغّل الثقة بالشهادة
trust-lead = تطلب Apple أن تفعل ذلك بنفسك. من دونه تفشل الخطوة التالية.
trust-doubted = ما زلنا لا نرى الثقة. تحقق من مفتاح *{ $authority }*.
trust-leave = اترك Safari مفتوحًا وانتقل إلى تطبيق *{ apple-settings }*.
trust-about = اضغط على *{ apple-general }* › *{ apple-about }*. مرّر إلى الأسفل واضغط على *{ apple-trust-settings }*.
trust-switch = ابحث عن *{ $authority }*. شغّل المفتاح فيصبح أخضر.
trust-continue = اضغط على *{ apple-continue }* في التحذير. ثم عد إلى هذه الصفحة.
trust-waiting = لا ثقة بعد. تتحقق هذه الصفحة عندما تعود.
trust-seen = موثوقة. ننتقل إلى الخطوة الأخيرة.
trust-check = تحقق مرة أخرى
trust-anyway = تابع على أي حال
trust-on = شغّلتُه
trust-missing = لا أرى «{ apple-trust-settings }»
trust-missing-last = هو آخر سطر في شاشة { apple-about }.
trust-missing-certificate = إذا لم يكن موجودًا، فالشهادة غير مثبّتة. [ارجع خطوة واحدة].
trust-safe = بهذا المفتاح يتحقق جهازك من أنه يتصل بخادم { $short } الحقيقي. يمكنك إيقافه لاحقًا من المكان نفسه.
trust-fingerprint = إن شئت فقارن بصمة SHA-256 مع قسم تقنية المعلومات:

## The management profile

profile-title = ثبّت ملف تعريف الإدارة
profile-lead = هذه هي الخطوة الأخيرة. تربط جهازك بـ { $organization }.
profile-gone = الأرجح أن التنزيل لم يعد موجودًا. اضغط على *تنزيل ملف التعريف* مرة أخرى.
profile-silent = لم يصلنا شيء من جهازك. اتصل بقسم تقنية المعلومات واذكر { $reference }.
profile-old-title = يحتاج جهازك إلى تحديث
profile-old = عليه iOS { $has }. تحتاج { $organization } إلى iOS { $needs } أو أحدث. افتح { apple-settings } › { apple-general } › { apple-software-update }، ثم اضغط على التنزيل مرة أخرى.
profile-old-unknown = عليه إصدار أقدم من iOS. تحتاج { $organization } إلى iOS { $needs } أو أحدث. افتح { apple-settings } › { apple-general } › { apple-software-update }، ثم اضغط على التنزيل مرة أخرى.
profile-other-title = هذه الدعوة لجهاز آخر
profile-other = تعمل فقط على الجهاز الذي أعدّه لك قسم تقنية المعلومات. استخدم ذلك الجهاز، أو اطلب رابطًا جديدًا من قسم تقنية المعلومات.
profile-many-title = لديك ما يكفي من الأجهزة
profile-many = تسمح { $organization } لكل شخص بتسجيل { $allowed }. أزل ملف التعريف من أحدها ({ apple-settings } › { apple-general } › { apple-device-management }) أو اسأل قسم تقنية المعلومات، ثم اضغط على التنزيل مرة أخرى.
profile-enrolled-title = هذا الجهاز مسجل بالفعل
profile-enrolled = لم يبق شيء لتفعله. إذا مُسح الجهاز أو أُعطي لك، فاطلب من قسم تقنية المعلومات تحريره، ثم اضغط على التنزيل مرة أخرى.
profile-grace = انتهت صلاحية دعوتك في هذه الأثناء. ما زال بإمكانك الإكمال حتى { $until }.
profile-download = تنزيل ملف التعريف
profile-allow = يسأل Safari عن ملف تعريف تهيئة. اضغط على *{ apple-allow }*، ثم *{ apple-close }*.
profile-settings = افتح *{ apple-settings }*. قرب الأعلى اضغط على *{ apple-profile-downloaded }* (وقد يكون *{ apple-enroll-in }*).
profile-install = اضغط على *{ apple-install }* في الأعلى وأدخل رمز الدخول.
profile-warnings = يظهر تحذير أو تحذيران. اضغط على *{ apple-install }* في كل مرة.
profile-trust = عند «{ apple-remote-management }» اضغط على *{ apple-trust }*، ثم *{ apple-done }*.
profile-waiting = في انتظار اتصال جهازك…
profile-check = [تحقق نيابة عني كل 15 ثانية]
profile-checking = تتحقق هذه الصفحة كل 15 ثانية. [إيقاف التحقق]
profile-failed = «{ apple-install-failed }»
profile-failed-trust = السبب الأكثر شيوعًا أن الشهادة غير موثوقة. [تحقق من الخطوة { $step }]، ثم نزّل مرة أخرى.
profile-failed-network = لا توجد شبكة؟ اتصل بشبكة Wi‑Fi أو شغّل بيانات الهاتف، ثم نزّل مرة أخرى.
profile-failed-lockdown = { apple-lockdown } يمنع ملفات التعريف. أوقفه أولًا: { apple-settings } › { apple-privacy-security } › { apple-lockdown }.
profile-failed-stolen = بعيدًا عن المنزل تجعلك { apple-stolen-device } تنتظر ساعة. انتظر، أو ثبّت في المنزل.
profile-failed-other = يتسع { phone-or-tablet } لملف تعريف إدارة واحد. أزل القديم أولًا: { apple-settings } › { apple-general } › { apple-device-management }.
hand-over-title = تابع مع { $product }
hand-over-lead = تدير { $organization } الأجهزة بواسطة { $product }. اتبع الخطوات في صفحته حتى النهاية؛ وقد يُطلب منك تسجيل الدخول مرة أخرى.
hand-over-again = لقد ذهبت إلى هناك من قبل. إذا ثُبّت كل شيء فأغلق هذه الصفحة؛ وإلا فتابع مع { $product } مرة أخرى.
hand-over-where = الصفحة التالية على العنوان
hand-over-continue = المتابعة إلى { $product }
hand-over-hint = لا يمكننا أن نرى من هنا هل نجح الأمر. إذا حدث خطأ فاتصل بقسم تقنية المعلومات.

## Done

done-title = تم تسجيل { $device ->
    [iPhone] جهاز iPhone
    [iPad] جهاز iPad
   *[device] جهازك
}
done-thanks = شكرًا لك. يمكنك إغلاق هذه الصفحة.
done-thanks-name = شكرًا لك يا { $name }. يمكنك إغلاق هذه الصفحة.
done-device = هذا الجهاز
done-name = الاسم
done-model = الطراز
done-serial = الرقم التسلسلي
done-site = الموقع
done-owner = المالك
done-you = أنت
done-enrolled = سُجّل
done-next = ماذا بعد
done-apps = تصل شبكة Wi‑Fi والبريد والتطبيقات خلال 10 دقائق.
done-online = أبقِ الجهاز مفتوح القفل ومتصلًا حتى ذلك الحين.
done-receipt = أرسلنا إيصالًا إلى { $address }.
done-leave = كيف تغادر الإدارة
done-leave-path = { apple-settings } › { apple-general } › { apple-device-management } › { $organization } › { apple-remove-management }.
done-more = سُجّل { $used } من { $of } من الأجهزة. أعطِ الرابط للشخص التالي.
done-all = استُهلكت هذه الدعوة كلها ({ $used } من { $of }). هل تحتاج إلى تسجيل جهاز آخر؟ اطلب رابطًا جديدًا من قسم تقنية المعلومات.

## Why it does not go on

problem-title = { $code ->
    [UNKNOWN] لا نعرف هذا الرابط
    [NOT_YET] لم تبدأ هذه الدعوة بعد
    [EXPIRED] انتهت صلاحية هذه الدعوة
    [REVOKED] أُلغيت هذه الدعوة
    [USED] استُخدمت هذه الدعوة من قبل
    [BUSY] كل الأماكن محجوزة الآن
    [WRONG_ACCOUNT] هذه الدعوة لشخص آخر
    [NOT_ALLOWED] لا يمكن لحسابك تسجيل الأجهزة
    [DIRECTORY] لا يمكننا التحقق من كلمة مرورك الآن
    [PROVIDER] لا يمكننا تسجيل دخولك الآن
    [NOT_LOGGED_IN] لم يتم تسجيل دخولك
    [LOCKED] محاولات كثيرة جدًا
    [PERSONAL] لا يمكنك تسجيل جهازك الشخصي
    [SESSION] ابدأ من جديد من فضلك
    [COOKIES] اسمح بملفات تعريف الارتباط من فضلك
    [FORM] حاول ذلك مرة أخرى من فضلك
    [NOT_FOUND] لا توجد صفحة كهذه
   *[SERVER] حدث خطأ من جانبنا
}
unknown-lead = ربما ينقص جزء من الرابط. افتحه مرة أخرى من الرسالة، أو أدخل الرمز.
unknown-code = أدخل الرمز
not-yet-lead = تعمل ابتداءً من { $opens }.
expired-lead = كانت صالحة حتى { $until }. كان ذلك { $relative }.
revoked-lead = ألغاها قسم تقنية المعلومات.
revoked-lead-date = ألغاها قسم تقنية المعلومات يوم { $date }.
revoked-reason = السبب: { $reason }.
used-lead = سُجّل { $devices }.
used-lead-elsewhere = استُخدم للانتقال إلى { $product } الذي يسجّل الأجهزة.
used-lead-date = سُجّل { $devices }، آخرها يوم { $date }.
busy-lead = { $devices }. إذا لم يكتمل أحدها، يخلو مكانه خلال { $minutes ->
    [zero] { $minutes } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
}.
wrong-account-sent = أُرسلت إلى { $address }.
wrong-account-lead = سُجّل الدخول باسم *{ $username }*.
wrong-account-other = تسجيل الدخول باسم شخص آخر
not-allowed-groups = هذا متاح لأعضاء { $groups } فقط.
not-allowed-lead = اسأل قسم تقنية المعلومات إذا كنت تحتاج إلى ذلك.
directory-lead = دليل { $short } لا يستجيب.
provider-lead = صفحة تسجيل الدخول لدى { $short } لا تستجيب.
not-logged-in-declined = أُلغي تسجيل الدخول أو رُفض.
not-logged-in-lead = لا يمكن استخدام جواب صفحة تسجيل الدخول. سجّل الدخول مرة أخرى.
invitation-valid = تبقى دعوتك صالحة.
locked-lead = { $minutes ->
    [zero] انتظر { $minutes } دقيقة، ثم حاول مرة أخرى.
    [one] انتظر دقيقة واحدة، ثم حاول مرة أخرى.
    [two] انتظر دقيقتين، ثم حاول مرة أخرى.
    [few] انتظر { $minutes } دقائق، ثم حاول مرة أخرى.
   *[other] انتظر { $minutes } دقيقة، ثم حاول مرة أخرى.
}
personal-lead = يمكن لحسابك تسجيل الأجهزة المملوكة لـ { $organization }.
personal-lead-invitation = هذه الدعوة لأجهزة { $organization } فقط.
session-lead = غبت أكثر من 60 دقيقة. حفظنا مكانك؛ سجّل الدخول للمتابعة.
cookies-lead = نحتاج إلى ملف تعريف ارتباط واحد لنتذكر خطوتك. يُحذف عندما تنتهي.
form-lead = كانت الصفحة قديمة، أو لم يأتِ النموذج منها. ارجع وأعد تحميل الصفحة وحاول مرة أخرى.
not-found-lead = ربما كُتب العنوان خطأً.
server-lead = يمكن لقسم تقنية المعلومات العثور عليه بالمرجع { $reference }.
start-again = ابدأ من جديد
for-it = لقسم تقنية المعلومات:
ask-heading = ما الذي يمكنك فعله
ask-lead = اطلب رابطًا جديدًا. نخبر قسم تقنية المعلومات، وتصلك رسالة عندما يصبح الرابط الجديد جاهزًا.
ask-lead-who = اطلب رابطًا جديدًا. نخبر { $who }، وتصلك رسالة عندما يصبح الرابط الجديد جاهزًا.
ask-button = اطلب رابطًا جديدًا
ask-expired = هل ما زلت تحتاج إلى تسجيل جهاز؟ اطلب رابطًا جديدًا من قسم تقنية المعلومات.
ask-used = هل ما زلت تحتاج إلى تسجيل جهاز آخر؟ اطلب رابطًا جديدًا من قسم تقنية المعلومات.
asked-title = طلبنا رابطًا جديدًا
asked-lead = إذا كان تجديد هذا الرابط ممكنًا، فقد علم بذلك { $who }. تصلك رسالة عندما يصبح الرابط الجديد جاهزًا.

## All steps on one page

help-title = كل الخطوات في صفحة واحدة
help-lead = للطباعة، أو لقراءتها بصوت عالٍ لمن يُعِدّ جهازًا.
help-start = البداية
help-start-open = افتح الرابط الموجود في الرسالة في *Safari*، أو افتح { $address } وأدخل الرمز.
help-start-tap = اضغط على *ابدأ*.
help-start-login = سجّل الدخول بحساب { $short }، وأجب عمّا تُسأل عنه.
help-certificate = تثبيت الشهادة
help-certificate-download = اضغط على *تنزيل الشهادة*، ثم *{ apple-allow }*، ثم *{ apple-close }*. يزول التنزيل بعد 8 دقائق؛ عندئذٍ اضغط مرة أخرى.
help-certificate-settings = افتح *{ apple-settings }* واضغط على *{ apple-profile-downloaded }*.
help-certificate-install = اضغط على *{ apple-install }*، وأدخل رمز الدخول، ثم اضغط على *{ apple-install }* ثم *{ apple-install }* ثم *{ apple-done }*.
help-certificate-back = عد إلى Safari واضغط على *ثبّتُّها*.
help-trust = الوثوق بالشهادة
help-trust-settings = افتح *{ apple-settings }* › *{ apple-general }* › *{ apple-about }* › *{ apple-trust-settings }* (السطر الأخير).
help-trust-switch = شغّل مفتاح *{ $authority }*، واضغط على *{ apple-continue }*.
help-trust-back = عد إلى Safari. تنتقل الصفحة وحدها، أو اضغط على *شغّلتُه*.
help-profile = تثبيت ملف تعريف الإدارة
help-profile-download = اضغط على *تنزيل ملف التعريف*، ثم *{ apple-allow }*، ثم *{ apple-close }*.
help-profile-settings = افتح *{ apple-settings }* واضغط على *{ apple-profile-downloaded }* (وقد يكون *{ apple-enroll-in }*).
help-profile-install = اضغط على *{ apple-install }* وأدخل رمز الدخول. اضغط على *{ apple-install }* في كل تحذير.
help-profile-trust = عند «{ apple-remote-management }» اضغط على *{ apple-trust }*، ثم *{ apple-done }*.
help-profile-back = عد إلى Safari. ستجد فيه أن الجهاز مسجَّل.
help-elsewhere = اضغط على *{ hand-over-continue }*، واتبع الخطوات في تلك الصفحة حتى النهاية.

## Privacy and access rights

privacy-title = الخصوصية
privacy-lead = ما تراه { $organization } وتفعله وتحتفظ به عندما تسجّل جهازًا.
privacy-institution = جهاز تملكه { $organization }
privacy-personal = جهازك الشخصي
privacy-kept = ما يُحفظ
privacy-kept-person = اسمك وبريدك ومكانك كما هي في دليل { $short }، مع الجهاز.
privacy-kept-device = اسم الجهاز وطرازه ورقمه التسلسلي وإصدار نظامه.
privacy-kept-times = متى تمّت كل خطوة.
privacy-kept-days = { $days ->
    [zero] يُمحى ذلك بعد { $days } يوم من مغادرة الجهاز.
    [one] يُمحى ذلك بعد يوم واحد من مغادرة الجهاز.
    [two] يُمحى ذلك بعد يومين من مغادرة الجهاز.
    [few] يُمحى ذلك بعد { $days } أيام من مغادرة الجهاز.
   *[other] يُمحى ذلك بعد { $days } يومًا من مغادرة الجهاز.
}
privacy-kept-always = يُحفظ ذلك إلى أن يمحوه قسم تقنية المعلومات.
privacy-not = ما لا يُحفظ
privacy-not-password = كلمة مرورك. يُتحقق منها في الدليل ولا تُحفظ أبدًا.
privacy-not-ads = أي شيء للإعلانات. لا تتبّع، ولا شيء يأتي من خوادم أخرى.
privacy-not-cookies = ملفات تعريف الارتباط، إلا هذه: واحد يتذكر خطوتك ويُحذف عندما تنتهي، وآخر يتذكر لغتك إذا اخترتها.
access-can = يمكن لـ { $organization }:
access-cannot = لا يمكن لـ { $organization }:
can-see-device = رؤية طرازه ورقمه التسلسلي وإصدار نظامه
cannot-see-device = رؤية طرازه أو رقمه التسلسلي
can-see-network = رؤية رقم هاتفه وبطاقة SIM وعناوين الشبكة
cannot-see-network = رؤية رقم هاتفه أو بطاقة SIM
can-see-apps = رؤية قائمة التطبيقات المثبّتة
cannot-see-apps = رؤية التطبيقات التي ثبّتَّها
can-see-security = معرفة ما إذا كان رمز الدخول والتشفير مفعّلين
cannot-see-security = رؤية إعدادات الأمان فيه
can-see-restrictions = رؤية القيود عليه
can-see-profiles = رؤية ملفات التعريف المثبّتة
cannot-see-profiles = رؤية ملفات التعريف الأخرى
can-see-provisioning = رؤية ملفات توفير التطبيقات الداخلية
can-install-settings = تثبيت الإعدادات وإزالتها، مثل Wi-Fi والبريد
cannot-install-settings = تثبيت الإعدادات
can-install-apps = تثبيت تطبيقات العمل وإزالتها
cannot-install-apps = تثبيت التطبيقات
can-install-provisioning = تثبيت ملفات توفير التطبيقات الداخلية
can-change-settings = تغيير إعدادات الجهاز، مثل التجوال
can-lock = قفله وإزالة رمز دخوله
cannot-lock = قفله أو إزالة رمز دخوله
can-erase = مسحه
cannot-erase = مسحه
cannot-ever = قراءة رسائلك أو صورك أو سجل تصفحك أو معرفة مكانك

## The demonstration's inbox

inbox-title = الوارد
inbox-lead = رسائل التقطها هذا العرض. لم يغادر شيء هذا الحاسوب.
inbox-empty = لا رسائل بعد. شغّل *enroll apply*.
inbox-to = إلى { $address }
mail-from = من
mail-to = إلى
mail-captured = التُقطت
mail-open = افتح الرابط
mail-here = اتّبع الخطوات على هذا الحاسوب
mail-html = الرسالة بصيغة HTML
mail-text = الرسالة نصًّا

## Dates

month = { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
}
weekday = { $weekday ->
    [1] الاثنين
    [2] الثلاثاء
    [3] الأربعاء
    [4] الخميس
    [5] الجمعة
    [6] السبت
   *[7] الأحد
}
weekday-short = { weekday }
date-day = { weekday-short } { $day } { month }
date-day-year = { weekday-short } { $day } { month } { $year }
date-weekday = { weekday } { $day } { month }
date-full = { weekday } { $day } { month } { $year }
date-brief = { $day } { month } { $year }
time = { $hour12 }:{ $minute } { $half ->
    [am] صباحًا
   *[pm] مساءً
}
span = { $unit ->
    [day] { $count ->
        [zero] { $count } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
    [hour] { $count ->
        [zero] { $count } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $count } ساعات
       *[other] { $count } ساعة
    }
    [minute] { $count ->
        [zero] { $count } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $count } دقائق
       *[other] { $count } دقيقة
    }
   *[moment] أقل من دقيقة
}
ahead = بعد { span }
ago = قبل { span }
left = { $unit ->
    [hour] { $count ->
        [zero] { $count } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $count } ساعات
       *[other] { $count } ساعة
    }
    [minute] { $count ->
        [zero] { $count } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $count } دقائق
       *[other] { $count } دقيقة
    }
   *[moment] أقل من دقيقة
}

## Text messages

date-short = { $day } { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
}{ $within ->
    [year] {""}
   *[later] {" "}{ $year }
} { $hour12 }{ $full ->
    [hour] {""}
   *[minute] :{ $minute }
} { $half ->
    [am] ص
   *[pm] م
}
sms-limits = { $limits ->
    [both] {" "}من { $opens } إلى { $until }
    [opens] {" "}ابتداءً من { $opens }
    [until] {" "}قبل { $until }
   *[none] {""}
}
sms-contact = { $ask ->
    [phone] اتصل على { $phone }
   *[email] راسل { $email }
}
sms-invite = { $organization }: قم بإعداد جهازك{ sms-limits }: { $link }
sms-invite-ask = لم تكن تتوقع هذا؟ { sms-contact }
sms-reminder = { $organization }: لم يتم إعداد جهازك بعد. { $limits ->
    [until] ينتهي الرابط { $until }: { $link }
   *[none] { $link }
}
sms-reminder-ask = للمساعدة: { sms-contact }
sms-changed = { $organization }: رابط إعداد جهازك يعمل الآن { $limits ->
    [until] حتى { $until }
   *[none] بلا تاريخ انتهاء
}: { $link }
sms-revoked = { $organization }: أُلغي رابط إعداد جهازك. لا يلزمك فعل شيء.
sms-expired = { $organization }: انتهت صلاحية رابط إعداد جهازك. لم يتغير شيء.
sms-expired-ask = ما زلت تحتاجه؟ { sms-contact }
sms-ask = أسئلة؟ { sms-contact }
sms-receipt = { $organization }: تم تسجيل { $device ->
    [iPhone] iPhone
    [iPad] iPad
   *[device] جهاز
} باسمك في { $enrolled }.
sms-receipt-ask = لست أنت؟ { sms-contact } الآن.

## Apple's own labels, as iOS shows them. Not confirmed on a device.

apple-about = حول
apple-allow = سماح
apple-camera = الكاميرا
apple-close = إغلاق
apple-continue = متابعة
apple-device-management = VPN وإدارة الجهاز
apple-done = تم
apple-enroll-in = التسجيل في { $organization }
apple-full-trust = تفعيل الثقة الكاملة لشهادات الجذر
apple-general = عام
apple-install = تثبيت
apple-install-failed = فشل تثبيت ملف التعريف
apple-lockdown = نمط المنع
apple-paste-and-go = لصق وانتقال
apple-privacy-security = الخصوصية والأمن
apple-profile-downloaded = تم تنزيل ملف التعريف
apple-remote-management = الإدارة عن بُعد
apple-remove-management = إزالة الإدارة
apple-settings = الإعدادات
apple-software-update = تحديث البرامج
apple-stolen-device = حماية الجهاز المسروق
apple-trust = وثوق
apple-trust-settings = إعدادات ثقة الشهادات
