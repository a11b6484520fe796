"""Words that end a term or only stand inside one, by language: data for `tm.terms.word_classes`.

`LINKS` may stand inside a term ("droits de l'homme", "rule of law"), never at its edge. `STOPS` never stand in
a term: pronouns, particles, auxiliaries, adverbs and the verbs of official texts. All are lower-case; Arabic
letters are written as `tm.lexical.words.surface` folds them. Lists by the authors from the grammar of each
language and the formulas of resolutions, declarations and licences.
"""

from __future__ import annotations

from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Articles: they may stand inside a term and are left out of its key.
ARTICLES: Final[dict[str, frozenset[str]]] = {
    "en": _words("the a an"),
    "fr": _words("le la les l' un une"),
    "es": _words("el la los las un una lo"),
    "ru": frozenset(),
    "ar": frozenset(),
    "zh": frozenset(),
}

def _french_forms(*words: str) -> list[str]:
    return [f"{word}{ending}" for line in words for word in line.split() for ending in ("", "e", "s", "es")]


# Words that are often verbs or adverbs: they may begin a term, or end one, but are none alone.
LIMITED: Final[dict[str, dict[str, str]]] = {
    "en": {"least": "start"}
    | dict.fromkeys(
        ["use", "uses", "support", "exercise", "address", "access", "basis", "way", "case"], "end"
    ),
    "fr": dict.fromkeys(
        _french_forms(
            "connu reconnu admis requis conçu soumis inclu inclus prévu défini issu dû du tenu obtenu reçu rendu",
            "inscrit écrit découvert suivant existant résultant provenant découlant émanant visant vivant acquis",
            "convenu maintenu retenu détenu survenu parvenu vendu perdu étendu établi fourni réuni garanti investi",
            "remis promis permis transmis compris pris mis construit conduit interdit prescrit décrit introduit",
        ),
        "end",
    ),
    "es": dict.fromkeys(
        ["siguiente", "siguientes", "existente", "existentes", "resultante", "resultantes", "conocido"]
        + ["conocidos", "conocida", "conocidas", "vigente", "vigentes", "disponible", "disponibles"],
        "end",
    ),
    "ru": dict.fromkeys(["наименее"], "start"),
    "zh": dict.fromkeys(["可", "最", "不", "非"], "start"),
}

# What stands for another word in a key: contracted prepositions, and those that only differ in form.
SAME_LINK: Final[dict[str, dict[str, str]]] = {
    "en": {"'s": "of", "'": "of"},
    "fr": {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"},
    "es": {"del": "de", "al": "a", "e": "y", "u": "o"},
    "ru": {"во": "в", "со": "с", "об": "о", "обо": "о", "ко": "к"},
    "ar": {},
    "zh": {},
}

LINKS: Final[dict[str, frozenset[str]]] = {
    "en": _words("of for to in on and or by with from against at as under between among into 's '"),
    "fr": _words(
        "de d' du des à au aux en et ou sur pour par contre dans entre avec sans sous vers envers parmi moins",
    ),
    "es": _words("de del a al en y e o u sobre para por contra entre con sin bajo hacia ante menos"),
    "ru": _words("и или в во на о об обо по для с со от из к ко за при против между без до под над"),
    "ar": _words("في من علي الي عن او و بين ضد مع لدي بشان ل ب"),
    "zh": _words("的 和 与 及 或 之 、"),
}

# Links that join two terms: a term across one may be two halves.
CONJUNCTIONS: Final[dict[str, frozenset[str]]] = {
    "en": _words("and or"),
    "fr": _words("et ou"),
    "es": _words("y o"),
    "ru": _words("и или"),
    "ar": _words("و او"),
    "zh": _words("和 与 及 或 、"),
}

# The months: dates are no terms. Russian by lemma.
MONTHS: Final[dict[str, frozenset[str]]] = {
    "en": _words("january february march april june july august september october november december"),
    "fr": _words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": _words(
        "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"
    ),
    "ru": _words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    "ar": _words(
        "يناير فبراير مارس ابريل مايو يونيه يونيو يوليه يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط اذار",
        "نيسان ايار حزيران تموز اب ايلول تشرين",
    ),
    "zh": frozenset(),
}

STOPS: Final[dict[str, frozenset[str]]] = {
    "en": _words(
        "i you he she it we they me him her us them my your his its our their mine yours ours theirs who whom",
        "whose which that this these those what where when why how there here all any both each few more most",
        "other others some such no nor not only own same so than too very every either neither none another one",
        "two three four five six seven eight nine ten first second third fourth fifth last next further former",
        "latter many much several various certain be is are was were been being am do does did doing done have",
        "has had having can could may might must shall should will would ought cannot if then else because while",
        "until unless although though whereas whereby wherein thereof thereto therein therefore thus hence",
        "however moreover furthermore also again already always never ever often once still yet just even",
        "onto upon through throughout during before after above below over out off up down about across",
        "along around behind beyond except inside near outside since toward towards within without despite via",
        "per including included include includes excluding regarding concerning respecting according following",
        "pursuant accordance particularly especially inter alia well less addition order respect",
        "particular regard view light account well-being's extent manner purpose purposes subject",
        "decides decide decided requests request requested urges urge urged recalls recall recalling reaffirms",
        "reaffirm reaffirming notes note noting noted welcomes welcome welcoming emphasizes emphasize",
        "emphasizing stresses stress stressing recognizes recognize recognizing considers consider considering",
        "considered believes believing expresses express expressing calls call called calling invites invite",
        "inviting encourages encourage encouraging affirms affirm affirming declares declare declaring proclaims",
        "proclaim proclaimed concerned convinced aware mindful determined bearing taking having guided deeply",
        "ensure ensures ensured ensuring promote promotes promoting promoted provide provides provided providing",
        "achieve achieved achieving enhance enhanced enhancing strengthen strengthened strengthening ",
        "supported supporting increase increased increasing increasingly substantially reduce reducing",
        "improve improving implement implemented implementing protect protecting establish",
        "established establishing develop maintain maintained take takes taken make makes made making",
        "give gives given giving used using apply applies applied applying require requires required",
        "requiring grant grants granted granting constitute constitutes become becomes set sets out ",
        "exercised agree agrees agreed mean means meant contain contains contained receive receives",
        "received enjoy enjoys enjoyed strive end ends ending build combat halt reverse foster adopt adopted",
        "adopting addressing facilitate encourage encouraged progressively effectively fully freely",
        "equally solely expressly reasonably appropriate relevant necessary possible available applicable able",
        "cent percent etc eg ie mr mrs ms nos new non whether whatever whichever whenever wherever anyone everyone someone",
        "nobody nothing everything something anything oneself himself herself itself themselves ourselves",
        "yourself myself et al please due based related set forth let lets get gets got go goes went come comes",
        "came see seen shown show shows allow allows allowed permit permits permitted refer refers referred",
        "relate relates relating arise arises arising expand expanded devise devised mobilize integrate ",
    ),
    "fr": _words(
        "je tu il elle on nous vous ils elles me m' te t' se s' lui leur leurs y moi toi soi eux mon ma mes ton",
        "cent être celle-ci celles-ci celui-ci ceux-ci celle-là celui-là ledit ladite lesdits lesdites dudit desdits suivants",
        "ta tes son sa ses notre nos votre vos ce c' cet cette ces cela ceci ça celui celle ceux celles qui que",
        "qu' quoi dont où lequel laquelle lesquels lesquelles duquel auquel auxquels auxquelles desquels",
        "desquelles quel quelle quels quelles ne n' pas plus ni non aucun aucune nul nulle tout toute tous",
        "toutes chaque chacun chacune quelque quelques plusieurs certain certaine certains certaines autre autres",
        "même mêmes tel telle tels telles un une deux trois quatre cinq six sept huit neuf dix premier première",
        "deuxième troisième quatrième dernier dernière si s' mais car donc or comme lorsque lorsqu' quand",
        "puisque puisqu' parce afin ainsi aussi alors très trop peu beaucoup bien mieux encore déjà toujours",
        "jamais souvent ici là notamment également toutefois cependant néanmoins ailleurs outre dès depuis",
        "pendant durant avant après devant derrière chez hors jusque jusqu' jusqu'à malgré selon suivant",
        "concernant concerne concernent voire via lors près auprès autour dessus dessous cadre égard matière",
        "fins fin compte vue façon manière cas faveur sorte est sont était",
        "étaient sera seront serait seraient soit soient été étant es suis sommes êtes fut furent avoir a ai as",
        "ont avons avez avait avaient aura auront aurait auraient ait aient ayant eu fait faire font faisant",
        "faite faites faits peut peuvent pouvant pouvez pourra pourront pourrait doit doivent devra devront",
        "devrait devraient devez veut veulent va vont sait décide décident prie prient demande demandent invite",
        "invitent engage engagent rappelle rappelant réaffirme réaffirmant note notant souligne soulignant",
        "considère considérant reconnaît reconnaissant accueille exprime exprimant encourage encourageant",
        "consciente conscient convaincue convaincu préoccupée préoccupé déclare déclarant proclame ayant tenant",
        "consacre consacrant assurer assure assurent garantir garantit promouvoir promeut favoriser favorise",
        "renforcer renforce améliorer améliore accroître accroissant réduire réduit mettre met mettent mis mise",
        "prendre prend prennent pris prise prises donner donne donnant donné permettre permet permettent créer",
        "crée appliquer applique s'applique appliquent utiliser utilise utilisant adopter adopte parvenir veiller",
        "lutter protéger protège aider fournir fournit accorder accorde accordée accordé comprendre comprend",
        "comprennent compris comprise conformément respectivement progressivement nettement sensiblement",
        "pleinement librement effectivement expressément compétent approprié appropriée nécessaire nécessaires",
        "possible applicable applicables éventuellement uniquement seulement pourvu condition etc mm m mme",
        "no nos présent présente présents présentes susmentionné ci-dessus ci-après ci-dessous selon quiconque",
        "particulier personne rien lieu relatif relative relatifs relatives ici 2030 veuillez sous-tend",
    ),
    "es": _words(
        "yo tú él ella ello nosotros vosotros ellos ellas usted ustedes me te se le les nos os mi mis tu tus su",
        "sus nuestro nuestra nuestros nuestras este esta esto estos estas ese esa eso esos esas aquel aquella",
        "aquello aquellos aquellas que quien quienes cual cuales cuyo cuya cuyos cuyas qué quién cuál donde dónde",
        "cuando cuándo como cómo cuanto cuanta cuantos cuantas no ni ningún ninguna ninguno nada nadie todo toda",
        "todos todas cada alguno alguna algunos algunas algún varios varias cierto cierta otro otra otros otras",
        "mismo misma mismos mismas tal tales uno dos tres cuatro cinco seis siete ocho nueve diez primero primera",
        "primer segundo segunda tercero tercera último última si sino pero mas porque pues aunque mientras",
        "también tampoco así entonces muy más mucho mucha muchos muchas poco poca mejor peor ya aún todavía",
        "siempre nunca aquí allí ahí además incluso particular especial embargo obstante desde durante antes",
        "después dentro fuera hasta según mediante excepto salvo tras través conforme conformidad respecto",
        "relación virtud cuenta fin medida caso forma manera modo favor parte partir base lugar ser es son era",
        "eran será serán sería sea sean sido siendo fue fueron estar está están esté estén haber ha han",
        "hay haya hayan había habrá hubiere tener tiene tienen tenga tengan tendrá tendrán hacer hace hacen hecho",
        "hecha haga poder puede pueden pueda puedan podrá podrán podría deber debe deben deberá deberán debería",
        "decide decidió pide solicita insta exhorta recuerda recordando reafirma reafirmando observa observando",
        "toma tomando acoge subraya destaca reconoce reconociendo considera considerando expresa expresando",
        "alienta invita consciente convencida preocupada declara proclama habiendo teniendo garantizar asegurar",
        "promover fomentar fortalecer mejorar aumentar reducir lograr poner pone adoptar proporcionar facilitar",
        "apoyar velar aplicar aplica aplican utilizar crear establecer establece incluir incluye incluida incluido",
        "incluidos incluidas inclusive comprende otorgar otorga permitir permite luchar combatir proteger",
        "plenamente libremente efectivamente expresamente progresivamente considerablemente únicamente solamente",
        "sólo solo necesario necesaria necesarios necesarias posible aplicable aplicables apropiado apropiada",
        "pertinente pertinentes presente presentes etc sr sra a toda aquí 2030 aras pro ello dicho dicha dichos",
        "dichas relativo relativa relativos relativas mayor menor cualquier cualquiera cualesquiera bien será",
    ),
    "ru": _words(
        "я ты он она оно мы вы они меня тебя его её ее нас вас их мне тебе ему ей нам вам им мной тобой ним ней",
        "ними нём нем нею себя себе собой мой моя моё твой наш наша наше наши ваш ваша свой своя своё свои своего",
        "своей своих своим своими своему свою этот эта это эти этого этой этих этому этим этими этом тот та то те",
        "того той тех тому тем теми том такой такая такое такие таких кто что кого чего кому чему кем чем ком чём",
        "который которая которое которые которого которой которых которому которым которыми котором которую чей",
        "какой какая какое какие каких каким любой любая любое любые любого любой любых любым каждый каждая каждое",
        "каждого каждому весь вся всё все всего всей всех всему всем всеми другой другая другое другие других",
        "другим другими иной иная иное иные иных сам сама само сами самого самой никто ничто никого ничего никакой",
        "никакая никакие один одна одно одни одного одной два две три четыре пять не ни бы ли же да нет а но",
        "если чтобы как так также тоже когда где куда откуда пока хотя поскольку потому поэтому либо чтоб ибо",
        "включая том числе т.е т.д т.п др пр уже ещё еще только лишь даже более менее очень наиболее",
        "быть есть был была было были будет будут быть является являются имеет имеют может могут должен должна",
        "должно должны следует необходимо можно нельзя после перед через около вокруг среди кроме помимо согласно",
        "путём путем посредством относительно вследствие соответствии отношении случае целях рамках основе",
        "процент процента проценту процентом проценте проценты процентов процентам процентами процентах",
        "настоящий настоящая настоящее настоящие настоящего настоящей настоящих настоящему настоящим настоящими",
        "год года году годы годов годам годами данный данная данное данные данного данной данных данным",
        "образом мере связи счёт счет частности качестве результате порядке учётом учетом",
    ),
    "ar": _words(
        "انا نحن انت هو هي هم هن هما هذا هذه ذلك تلك هؤلاء اولئك الذي التي الذين اللذين اللذان اللتين اللواتي",
        "اللاتي ما ماذا متي اين كيف كم اي ايه كل كلا بعض جميع كافه غير سوي الا لا لم لن ليس ليست ان انه",
        "انها انهم لان لكن ولكن بل حتي اذا اذ لو لولا كي لكي حيث حين حينما عندما بينما كما مثل عند منذ خلال",
        "قبل بعد فوق تحت امام خلف وراء حول دون عبر نحو ضمن اثناء داخل خارج قد لقد سوف ثم ف هنا هناك ايضا فقط",
        "كان كانت كانوا يكون تكون يكونوا كون يمكن يجب ينبغي تم يتم جري له لها لهم لهما لنا لكم لك به بها بهم",
        "فيه فيها فيهم منه منها منهم عليه عليها عليهم اليه اليها اليهم عنه عنها عنهم معه معها معهم بينها بينهم",
        "ذات ذو ذي ذوي اخر اخري اخرين الاخر الاخري الاخرين احد احدي واحد واحده اثنان ثلاثه اربعه خمسه عشر",
        "وفقا طبقا بناء نظرا رغم بالرغم سواء بما مما عما فيما ممن لما بان بانها بانه وان والا فان فلا ولا وما",
        "وهو وهي ومن وفي وعلي والي وعن وذلك وهذا وهذه والتي والذي والذين وكذلك كذلك اما وغير وغيره وغيرها",
        "مهما ايما حسب بحسب طالما ريثما بموجب بمقتضي لدي شخص لكل وكل بكل تقرر قررت تطلب تدعو تحث ترحب تلاحظ",
        "تؤكد تشير تعرب تشجع تسلم اذ تضع تعترف تعلن تري تعيد تدرك تقر تنص تتضمن تشمل تشكل تعني تنطبق تخضع",
        "توافق تمنح تقدم تتخذ تستخدم تتمتع ضمان كفاله",
        "المايه مايه بالمايه بحلول حال القدر قدر بقدر سيما لاسيما اجل الاجل نص حاله مقام سبيل",
        "لاي باي ايا حد قيد تلو اكثر اعلي كبير كبيره مختلف مختلفه عام بعام يوم وينبغي ويجب ويجوز يجوز",
    ),
    "zh": _words(
        "我 你 您 他 她 它 我们 你们 他们 她们 它们 自己 本 该 此 这 那 这些 那些 这个 那个 其 其他 其它 之间 各 每 某 某些",
        "任何 所有 一切 人人 谁 什么 何 哪 如何 怎样 多少 几 没 没有 无 未 勿 别 也 都 又 还 再 就 才 只 仅 很 太 更 ",
        "已 已经 曾 将 会 能 能够 可以 应 应当 应该 须 必须 得 要 需 需要 使 让 令 被 把 由 从 自 到 至 于 在 对 对于 关于 向",
        "往 以 为 为了 因 因为 由于 按 按照 依 依照 根据 通过 经 经过 除 除了 除非 如 如果 若 假如 倘若 则 但 但是 然而 而 且",
        "并 并且 而且 不仅 或者 还是 以及 以便 以免 所以 因此 因而 从而 虽然 尽管 即使 无论 不论 只要 只有 等 等等 地 得 着 了",
        "过 吗 呢 吧 啊 所 者 们 是 有 无论是 包括 特别 尤其 例如 比如 即 也就是 同 跟 当 时 时候 上 下 中 里 内 外 前 后 间 左右",
        "以上 以下 以内 以外 之内 之外 之前 之后 期间 方面 情况 下列 上述 如下 其中 决定 请 要求 呼吁 敦促 欢迎 注意 强调 重申",
        "确认 认识 考虑 回顾 表示 鼓励 赞扬 宣布 深信 意识到 铭记 铭 关切 确保 提供 实现 加强 促进 增加 减少 提高 采取 进行 给予",
        "享有 享受 得以 一 二 三 四 五 六 七 八 九 十 两 百 千 万 亿 第 个 项 种 条 款 次 年 月 日 号 名 位 件 届 大幅 大力 充分",
        "切实 逐步 及其 与否 本着 鉴于 基于 用于 之一 那样 这样 一样 一个 一种 不得 不应 不会 不能 均 均等 从事 有关 相关 适用",
    ),
}
