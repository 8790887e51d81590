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
cli-search-usage = jianbao search QUERY PATH… [--regex] [--exact] [--json]
cli-search-query = 要查找的文字；换行和断栏处也能查到，报头等版面附件除外
cli-search-regex = 按正则表达式查找
cli-search-exact = 区分全角半角、大小写和空格
cli-search-hits = 共 { $count } 处。

cli-keywords-about = 列出这些版面的关键词
cli-keywords-usage = jianbao keywords PATH… [--top N] [--json]
cli-keywords-top = 最多列出几个，不写为 30
cli-keywords-term = 词语
cli-keywords-score = 得分
cli-keywords-count = 次数
cli-keywords-articles = 文章数

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
cli-apply-usage = jianbao apply 笔记本.ron [--library 路径…]
cli-apply-error = error { $line }: { $message }
cli-line-not-utf8 = 这一行不是 UTF-8 编码。
cli-line-syntax = 第 { $column } 列读不懂（{ $what }）。每行一个请求，例如 AddTag(name: "欠薪追回", color: "#B23A26")
cli-export-about = 导出笔记，每条引文带批注、标签和出处
cli-export-usage = jianbao export 笔记本.ron [--library 路径…] --to 格式 -o 文件 [--tag 标签] [--article 文章]
cli-export-to = 格式：markdown（按文章）或 markdown-by-tag（按标签）
cli-export-out = 写到这个文件；- 为标准输出
cli-export-tag = 只导出这个标签的批注
cli-export-article = 只导出这篇文章：编号或标题
cli-no-article = 没有这篇文章：{ $name }
cli-no-article-hint = 用 jianbao articles 路径 --json 查看文章编号；来源不在原处时加 --library。
cli-verify-about = 逐条核对引文与来源是否一致
cli-verify-usage = jianbao verify 笔记本.ron [--library 路径…]
cli-verify-missing = 来源缺失，未核：{ $name }：“{ $quote }”（{ $id }）
cli-verify-differs = 与来源不符：{ $name }：“{ $quote }”，来源此处是“{ $found }”（{ $id }）
cli-verify-summary = 引文核对：{ $exact } 条一致，{ $differs } 条不符，{ $missing } 条来源缺失未核
cli-built-without-window = 这个版本只有命令行：编译时没有启用 window 功能。
cli-no-display = 没有图形界面，无法打开窗口。
cli-verify-changed = 来源已变，未核：{ $name }：“{ $quote }”（{ $id }）
