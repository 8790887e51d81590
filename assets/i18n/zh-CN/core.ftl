# 打开文件（library）
library-binary = 这不是文本文件，已跳过：{ $path }
library-binary-hint = 请先用识别软件把它转成文本（.txt），再打开文本。
library-empty = 文件里没有文字，已跳过：{ $path }
library-empty-hint = 请核对识别结果是否保存成功。
library-given-twice = 这个文件给了两次，只打开一次：{ $path }
library-no-pages = 文件夹里没有 .txt 或 .md 文件：{ $path }
library-no-pages-hint = 请选择放有识别文本的文件夹；别的后缀的文本文件可以单独打开。
library-not-a-file = 这不是普通文件，已跳过：{ $path }
library-not-a-file-hint = 请先把内容存成文本文件，再打开。
library-not-found = 找不到文件或文件夹：{ $path }
library-not-found-hint = 请核对路径；路径里有空格时要加引号。
library-permission-denied = 没有读取权限
library-replaced = 有些字节不是有效的 { $encoding } 编码，已显示为“�”：{ $path }
library-replaced-hint = 文件可能没有传完，请与原件核对。
library-same-bytes = { $path } 与 { $other } 内容完全相同，只打开一次。
library-same-bytes-hint = 不需要处理；两个路径都已记下。
library-too-large = 文件有 { $megabytes } MB，太大，已跳过：{ $path }
library-too-large-hint = 单个文件不能超过 { $limit } MB；如果确实是文本，请分成几个文件。
library-unknown-encoding = 无法识别文字编码，已跳过：{ $path }
library-unknown-encoding-hint = 请用文本编辑器另存为 UTF-8 编码，再打开。
library-unreadable = 无法读取（{ $reason }）：{ $path }

# 文章复原（recover）
recover-broken-off = 句子在“{ $end }”处中断，版面上没有找到接续
recover-head-or-headline = 不能确定是小标题，还是另一篇文章的标题
recover-new-text = 手工校排之后重新扫描的版面上新出现的文字，归属待定
recover-headline-alone = 没有找到这个标题的正文
recover-headline-behind = 后面的标题没有别的正文，据此推测从“{ $start }”起另是一篇
recover-headline-contested = 这个标题与别的文章也相配
recover-paragraph-border = 行长和标点不足以判断“{ $end }”与“{ $start }”之间是否分段
recover-seam = 版面上没有痕迹，因别处中断的句子由“{ $start }”接续，而在“{ $end }”之后断开
recover-sentence-goes-on = 句子未完，据用词和位置推测由“{ $end }”接到“{ $start }”
recover-signature-apart = 署名与正文隔开，归属是推测
recover-subject-goes-on = 两段不相连，据用词相近推测“{ $end }”之后接“{ $start }”
recover-word-across = 句子未完，“{ $first }|{ $second }”成词，据此接续
library-unreadable-hint = 请检查文件权限，以及文件所在的磁盘是否已连接。

# 查找（search）
search-blank-joins = 第 { $position } 个字符处的空格算作文字的一部分；要两边都有，请写 & 。
search-empty = 没有要查找的内容。
search-regex-backreference = 不支持反向引用
search-regex-class-range = 方括号里的范围前后颠倒
search-regex-incomplete-escape = 反斜线后面缺少字符
search-regex-look-around = 不支持前后断言
search-regex-nothing-to-repeat = 重复符号前面没有内容
search-regex-unclosed-class = 方括号 [ 没有闭合
search-regex-unclosed-group = 括号 ( 没有闭合
search-regex-unclosed-repetition = 花括号 { "{" } 没有闭合
search-regex-unfoldable = 不分全角半角和空格时，这个表达式不成立；请改用精确查找。
search-regex-unknown-escape = 反斜线后面的字符不能这样用
search-regex-unopened-group = 多了一个括号 )
search-regex-wrong = 正则表达式有误：{ $reason }。
search-regex-wrong-at = 正则表达式第 { $position } 个字符处有误：{ $reason }。
search-too-large = 要查找的内容太长，请缩短。
search-wrong-at = 查找内容第 { $position } 个字符处有误：{ $reason }。
search-bad-date = “{ $text }”不是日期；请写成 2022-06 或 2022-06-01..2022-06-30
search-bad-near = NEAR/ 后面要写一个不超过 { $most } 的数字
search-empty-field = “{ $field }”后面缺少内容
search-expected = 这里缺少要查找的词
search-near-what = NEAR 两边都要是查得到位置的词
search-only-exclusions = 只写了不要的内容，还要写要查找的；想查这个符号本身，请加双引号
search-too-deep = 嵌套太深
search-too-many = 要查找的词超过 { $most } 个
search-unclosed = 括号 ( 没有闭合
search-unclosed-quote = 引号没有闭合
search-unopened = 多了一个括号 )

# 疑似误识
misread-printed-twice = 同一段文字在别处印作“{ $other }”
misread-dash = 两个日期或数字之间应是连接号
misread-letter-in-number = 数字里夹了字母
misread-stray-word = 中文句子里夹了外文词
misread-doubled-mark = 标点重了
misread-alike = 换成形近字就是常用词“{ $word }”
library-link-not-followed = 没有跟随指向文件夹的链接；需要时请直接打开那个文件夹：{ $path }
