# 命令行
cli-about = 剪报：把报纸版面的识别文本读成文章，并做可以核对的笔记。
cli-usage =
    jianbao [笔记本.ron] [PATH…]      打开窗口
      jianbao COMMAND …                 在终端里做一件事
cli-after-help = 退出码：0 完成；1 数据有问题；2 用法有误；3 无法完成（文件找不到、被占用、读写出错）。
cli-heading-arguments = 参数
cli-heading-commands = 命令
cli-heading-options = 选项
cli-heading-usage = 用法：
cli-window-paths = 笔记本（.ron），以及要打开的文件或文件夹
cli-paths = 文件或文件夹；文件夹连同下级，取 .txt 和 .md
cli-json = 输出 JSON
cli-help = 显示帮助
cli-version = 显示版本

cli-articles-about = 列出从版面还原出的文章
cli-articles-usage = jianbao articles PATH… [--json]

cli-search-about = 在文章里查找，列出每一处的上下文
cli-search-usage = jianbao search QUERY PATH… [--regex | --exact] [--script] [--misread] [--whole-words] [--notebook 笔记本.ron] [--json]
cli-search-query = 要查找的文字；换行和断栏处也能查到，报头等版面附件除外
cli-search-regex = 整个按正则表达式查找
cli-search-exact = 整个按原样查找，区分全角半角、大小写和空格
cli-search-script = 繁体、简体互通
cli-search-misread = 也找容易误识的字，如 己/已/巳、未/末、0/O
cli-search-whole-words = 只找完整的词（按 jieba 分词）
cli-search-context = 左右各列出几个字，不写为 30
cli-search-hits = 共 { $count } 处。
cli-search-in-comment = 批注（{ $name }）
cli-search-in-note = 笔记：{ $title }
cli-search-help =
    查找式：
      欠薪 追回                 汉字之间的空格：同一篇里都有；字母、数字旁边的空格不算，可写 &
      追回 | 讨回               有其一
      欠薪 -传言                不要有“传言”的文章
      "根治 欠薪"               词组
      欠薪 NEAR/10 追回         相隔不超过 10 个字
      (追回 | 讨回) 欠薪        括号
      标题:人社局 标签:欠薪 来源:日报 日期:2022-06..2022-08 作者:张三 批注:待核
      /[0-9]+万元/              正则表达式
cli-as-in-notebook = 按这个笔记本的更正来读，并查它的批注和笔记；也可以写在 PATH 里
cli-content = 不列虚词、数词和停用词
cli-min = 至少出现几次
cli-top = 最多列出几个

cli-keywords-about = 列出这些版面的关键词
cli-keywords-usage = jianbao keywords PATH… [--top N] [--notebook 笔记本.ron] [--json]
cli-words-about = 列出词频
cli-words-usage = jianbao words PATH… [--top N] [--min N] [--content] [--notebook 笔记本.ron] [--json]
cli-words-summary = { $count } 篇文章，共 { $tokens } 词，{ $types } 个不同的词。
cli-words-help = 离散度是 Gries（2008）的 DP：各篇里该词所占份额与该篇篇幅所占份额之差的绝对值之和的一半；0 为分布均匀，接近 1 为集中在一处。
cli-collocates-about = 列出与一个词搭配的词
cli-collocates-usage = jianbao collocates NODE PATH… [--window N] [--min N] [--top N] [--content] [--notebook 笔记本.ron] [--json]
cli-collocates-node = 中心词；可以是任何文字
cli-collocates-window = 左右各看几个词，不写为 5
cli-collocates-summary = 中心词共 { $count } 处。
cli-collocates-help = logDice（Rychlý 2008）= 14 + log₂(2·共现次数 ÷ (中心词次数 + 搭配词次数))；最多约 14，每多 1 为常见一倍。--min 不写为 3。
cli-keyness-about = 比较文章，列出哪些词特别多或特别少
cli-keyness-usage = jianbao keyness PATH… (--against PATH… | --where QUERY) [--negative] [--min N] [--top N] [--content] [--json]
cli-keyness-against = 与这些文件或文件夹比较
cli-keyness-where = 以符合这个查找式的文章与其余文章比较
cli-keyness-negative = 列出特别少的词
cli-keyness-summary = { $articles } 篇（{ $tokens } 词）比 { $reference_articles } 篇（{ $reference_tokens } 词）。
cli-keyness-help = G²（Dunning 1993；Rayson 与 Garside 2000）说明差别有多可靠，6.63 以上偶然的可能不到 1%；对数比（Hardie 2014）说明差别有多大，1 为多一倍，次数为 0 时按 0.5 算。--min 不写为 3。
cli-column-articles = 文章数
cli-column-count = 次数
cli-column-dispersion = 离散度
cli-column-frequency = 总次数
cli-column-g2 = G²
cli-column-left = 左
cli-column-log_dice = logDice
cli-column-log_ratio = 对数比
cli-column-per_million = 每百万词
cli-column-reference = 参照
cli-column-right = 右
cli-column-score = 得分
cli-column-term = 词语
cli-column-word = 词

cli-role-body = 正文
cli-role-byline = 作者
cli-role-caption = 图片说明
cli-role-credit = 图片来源
cli-role-deck = 副题
cli-role-headline = 主题
cli-role-info = 资料
cli-role-jump = 转版
cli-role-kicker = 引题
cli-role-masthead = 报头
cli-role-noise = 杂讯
cli-role-pull = 摘句
cli-role-section_head = 小标题
cli-doubtful = （存疑）
cli-furniture = 版面附件（报头、杂讯），不属于任何文章

cli-error = 错误：{ $message }
cli-warning = 注意：{ $message }
cli-info = { $message }
cli-see-help = 加 --help 可以查看用法。
cli-argument-twice = 参数不能这样同时使用：{ $argument }
cli-missing-argument = 缺少参数：{ $argument }
cli-missing-value = 参数后面缺少内容：{ $argument }
cli-not-utf8 = 参数不是有效的 UTF-8 文字。
cli-output-failed = 无法输出（{ $reason }）。
cli-two-notebooks = 一次只能打开一个笔记本（.ron）。
cli-unknown-argument = 没有这个参数：{ $argument }
cli-wrong-usage = 用法有误。
cli-wrong-value = “{ $value }”不能用于 { $argument }
cli-no-window = 无法打开窗口（{ $reason }）。
cli-no-window-hint = 没有显示环境时，可以用 jianbao articles 文件或文件夹 在终端里看文章。
cli-notebook = 笔记本文件
cli-library = 来源所在的文件或文件夹；不给时用笔记本记下的位置
cli-apply-about = 从标准输入逐行读请求，写入笔记本；每行落盘后回答 ok 行号
cli-apply-usage = jianbao apply 笔记本.ron [--library 路径…] [--accept]
cli-apply-error = error { $line }: { $message }
cli-line-not-utf8 = 这一行不是 UTF-8 编码。
cli-line-too-long = 这一行超过 { $megabytes } MB，没有读取。请把它分成几行。
cli-line-broke = 程序内部出错，这一行没有做，其后的也没有读。已经回答 ok 的各行都在磁盘上。
cli-line-syntax = 第 { $column } 列读不懂（{ $what }）。每行一个请求，例如 AddTag(name: "欠薪追回", color: "#B23A26")
cli-export-about = 导出笔记，每条引文带批注、标签和出处
cli-export-usage = jianbao export 笔记本.ron [--library 路径…] [--to 格式] -o 文件 [--tag 标签] [--article 文章] [--filter 标签组合] [--order 次序] [--context 字数] [--citation 格式]
cli-export-to = 格式：markdown、markdown-by-tag（按标签）、html、docx、csv、xlsx、json（W3C 批注）、qdc 和 qdpx（REFI-QDA）、codebook-csv（只有标签表）、report-html 和 report-docx（给编辑的报告）；不写时看文件名的结尾
cli-export-out = 写到这个文件；- 为标准输出
cli-export-tag = 只导出这个标签的批注
cli-export-article = 只导出这篇文章：编号或标题
cli-no-article = 没有这篇文章：{ $name }
cli-no-article-hint = 用 jianbao articles 路径 --json 查看文章编号；来源不在原处时加 --library。
cli-verify-about = 逐条核对笔记本里、或编辑改过的文件里的引文与来源是否一致
cli-verify-usage =
    jianbao verify 笔记本.ron [--library 路径…] [--json]
      jianbao verify 文件… [--library 路径…] [--notebook 笔记本.ron] [--json]
cli-verify-missing = 来源缺失，未核：{ $name }：“{ $quote }”（{ $id }）
cli-verify-differs = 与来源不符：{ $name }：“{ $quote }”，来源此处是“{ $found }”（{ $id }）
cli-verify-summary = 引文核对：{ $exact } 条一致，{ $differs } 条不符，{ $missing } 条来源缺失未核
cli-built-without-window = 这个版本只有命令行：编译时没有启用 window 功能。
cli-no-display = 没有图形界面，无法打开窗口。
cli-verify-changed = 来源已变，未核：{ $name }：“{ $quote }”（{ $id }）
cli-apply-accept = 笔记本不完整或比上次保存的少时也照现在的样子保存；之前的版本先留一份备份
cli-apply-stopped = 从第 { $line } 行起没有做。
cli-backups-about = 列出笔记本以前的版本，或恢复其中一个
cli-backups-usage = jianbao backups 笔记本.ron [--json | --restore 序号 -o 新笔记本.ron | --recover]
cli-backups-restore = 把这个序号的版本存为新笔记本，要与 -o 同用；什么也不覆盖
cli-backups-out = 新笔记本的位置
cli-backups-recover = 笔记本损坏或不见时，用最合适的备份加日志放回原处；损坏的文件留在旁边
cli-no-such-backup = 没有第 { $number } 个备份，共 { $count } 个
cli-backup-restored = { $made } 的版本已存为新笔记本，批注 { $annotations } 条，笔记 { $notes } 条：{ $path }
cli-recovered = 笔记本已找回，批注 { $annotations } 条，笔记 { $notes } 条：{ $path }
cli-nothing-to-recover = 笔记本能正常打开，没有改动。要看以前的版本，请不加 --recover。
cli-apply-accepted = 按 --accept 照现在的样子保存；此前磁盘上的版本另留了一份备份。
cli-apply-in-journal = 已回答 ok 的改动都在日志里，没有丢。
cli-recover-hint = 从备份找回：jianbao backups 笔记本.ron --recover
cli-recover-by-restoring = 笔记本能打开，没有替换。缺的内容可以从以前的版本取出：用 jianbao backups 笔记本.ron 查看，再用 --restore 序号 -o 新笔记本.ron；现在的样子没有问题时，用 jianbao apply 笔记本.ron --accept。
cli-export-no-format = 看不出要哪种格式：请加 --to，或让文件名以 .md、.html、.docx、.csv、.xlsx、.json、.qdc、.qdpx 结尾。
cli-export-filter = 只导出这些标签的批注，可以组合，例如 "欠薪 and not 已核"
cli-export-dates = 只导出这些日期见报的，例如 2022-06..2022-08
cli-export-words = 只导出批注里有这些词的
cli-export-order = 次序：article（按文章）、tag（按标签）、date（按见报日期）、made（按批注时间）
cli-export-citation = 出处格式：house（本报格式）、gbt7714（GB/T 7714）、plain（只列项目）
cli-export-context = 引文前后各带几个字，不写为不带
cli-export-limit = 最多几条引文：预览
cli-verify-files = 笔记本（.ron），或编辑改过的文件：.md、.txt、.html、.docx、.csv
cli-verify-notebook = 核对文件时用这个笔记本的来源和改读
cli-verify-all = 一致的引文也逐条列出
cli-verify-no-sources = 不知道对照什么来源：请加 --library 路径，或 --notebook 笔记本.ron。
draft-summary = { $path }：{ $exact } 条一致，{ $corrected } 条用了改读，{ $changed } 条有改动，{ $missing } 条没有找到；没有查：太短的引号 { $short } 处，批注和出处里的引号 { $asides } 处
draft-unreadable = 无法读取（{ $what }）：{ $path }
draft-too-large = 文件太大，最多 { $megabytes } MB（压缩文件按解开后算）：{ $path }
draft-unknown-format = 这种文件不能核对，请给 .md、.txt、.html、.docx 或 .csv：{ $path }
draft-damaged = 文件的内容与名称不符，或已损坏（{ $what }）：{ $path }
draft-exact = { $place }：一致：{ $name }：“{ $quote }”
draft-elsewhere = { $place }：标记的来源不在，引文见于 { $name }：“{ $quote }”
draft-corrected = { $place }：用了改读（{ $readings }）：{ $name }：“{ $quote }”
draft-changed = { $place }：有改动：{ $name }：“{ $difference }”
draft-source-missing = { $place }：来源 { $name } 不在，别处也没有找到：“{ $quote }”
draft-not-found = { $place }：来源里没有找到：“{ $quote }”
draft-place = 第 { $block } 段
draft-place-under = 第 { $block } 段（“{ $under }”之下）
draft-with-remark = { $said }〔{ $remark }〕
remark-shortened = 有删节
remark-width = 标点的宽度或引号的形状不同
remark-reading-unconfirmed = 改读未能核对：请用 --notebook 给出笔记本
remark-negation-before = 原文前面紧接着否定词
remark-unpaired = 引号没有配对

# 导入
cli-import-about = 导入其他程序的文件：REFI-QDA 项目和标签表、W3C 批注、导出过的 CSV
cli-import-usage = jianbao import 笔记本.ron 文件 [--library 路径…]
cli-import-file = 要导入的文件：.qdpx、.qdc、.json 或 .csv
import-unknown-format = 这种文件不能导入，请给 .qdpx、.qdc、.json 或 .csv：{ $path }
import-done = 导入新标签 { $tags } 个、批注 { $annotations } 条、笔记 { $notes } 条。
import-already = 笔记本里已有 { $count } 项，保持原样。
import-moved = { $count } 条批注的引文不在文件所说的位置，已在来源里重新找到。
import-without-source = { $count } 项没有导入：来源没有打开，也不在笔记本里。请先打开来源（命令行用 --library）。
import-outside = { $count } 条批注的位置超出来源，没有导入。
import-unplaced = { $count } 条批注的引文在来源里找不到，没有导入。
import-empty = { $count } 条批注既没有标签也没有内容，没有导入。
import-sources-written = { $count } 个来源的文字已存到：{ $path }
import-unsure-places = { $count } 处选段的名称不是其中的文字，位置无从核对，按文件所说导入。
import-source-elsewhere = { $count } 个来源的文字不在项目文件里，没有导入。
import-notes-on-codes = 标签上的笔记 { $count } 条，已改为笔记本的笔记。
import-renamed = { $count } 个标签名里有不能用的字符，已改写。
import-lost-variables = 没有导入变量：{ $count } 个。
import-lost-cases = 没有导入个案：{ $count } 个。
import-lost-sets = 没有导入集合：{ $count } 个。
import-lost-graphs = 没有导入图：{ $count } 张。
import-lost-pictures = 没有导入图片来源：{ $count } 个。
import-lost-pdf = 没有导入 PDF 来源：{ $count } 个。
import-lost-media = 没有导入音频、视频来源：{ $count } 个。
import-rows-without-place = { $count } 行没有来源和位置，没有导入。
import-without-text = { $count } 条批注不在文字段落上，没有导入。
label-take-in = 导入了 { $tags } 个标签、{ $annotations } 条批注、{ $notes } 条笔记
import-too-deep = 标签层次太深，{ $count } 支没有导入。
cli-man-about = 输出手册页（roff），供打包使用
cli-man-usage = jianbao man
