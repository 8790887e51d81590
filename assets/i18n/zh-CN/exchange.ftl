# 导出窗口
export-group-read = 给人读、给人改
export-group-tables = 表格
export-group-report = 给编辑的报告
export-group-programs = 给其他程序
export-scope = 范围
export-scope-all = 全部笔记 { $count }
export-scope-tag = 标签“{ $name }” { $count }
export-scope-filter = 筛选出的引文 { $count }
export-scope-article = 这篇文章 { $count }
export-title = 标题
export-title-hint = 笔记本的名称
export-order = 次序
export-by-date = 按见报日期
export-citation = 出处
export-cite-house = 本报格式
export-cite-gbt = GB/T 7714
export-cite-plain = 只列项目
export-context = 上下文
export-context-none = 不带
export-context-chars = 前后各 { $count } 字
export-preview = 预览
export-preview-text = 文件开头的样子
export-preview-alike = 这种文件不能直接当文字看，这里用文字显示同样的内容
export-preview-making = 正在生成预览…
export-preview-cut = ……（下文略）
export-save = 选择保存位置…
export-save-hint = 选好位置就开始导出（回车）；↑ ↓ 换格式
export-one-at-a-time = 上一次导出还没有完成，请等它写完，或先取消。
export-report-name = 报告

# 各种格式
format-markdown = Markdown（.md）
format-markdown-use = 纯文本带简单格式，写稿、存档都方便；每条引文带记号，编辑改过稿子还能核对。
format-html = 网页（.html）
format-html-use = 一个文件，浏览器里看，打印也整齐；引文带记号，改过还能核对。
format-docx = Word（.docx）
format-docx-use = 交给编辑修改；引文放在内容控件里，改过稿子还能核对。
format-csv = CSV（.csv）
format-csv-use = 一条引文一行，给表格软件和程序用；能再导入。
format-xlsx = Excel（.xlsx）
format-xlsx-use = 引文、标签、来源各一张表，筛选、统计用。
format-json = W3C 批注（.json）
format-json-use = 网页批注的国际标准，给支持它的程序用；能再导入。
format-qdpx = REFI-QDA 项目（.qdpx）
format-qdpx-use = 给 NVivo、MAXQDA、ATLAS.ti、QualCoder：来源、标签、批注一起带走；能再导入。
format-qdc = REFI-QDA 标签表（.qdc）
format-qdc-use = 只有标签表，给质性分析软件。
format-codebook = 标签表（.csv）
format-codebook-use = 只有标签表，Excel 能打开修改，再导入。
format-report-html = 报告：网页（.html）
format-report-html-use = 给编辑看全貌：各标签的引文、待核的问题、笔记、来源和存放位置。
format-report-docx = 报告：Word（.docx）
format-report-docx-use = 同样的报告，Word 文件。

# 核对文稿
verified-title = 核对文稿
verified-legend = 来源里有、文稿里没有的字|文稿里加上的字
verified-nothing = 文稿里没有可以核对的引文。
verified-go = 到原文
verified-go-hint = 在阅读栏里显示这条引文的原文（回车）
verified-no-place = 没有可以跳到的原文。
verified-open-as-page = 当作版面打开
verified-open-as-page-hint = 这不是文稿，而是要读的版面
verified-keys = ↑ ↓ 逐条看，回车到原文，Esc 关闭
verify-cancelled = 核对已取消。
finding-exact = 一致
finding-corrected = 用了改读
finding-changed = 有改动
finding-not-found = 没有找到

# 导入批注
taken-in-title = 导入批注
taken-in-whole = 文件里的内容都已导入。
taken-in-undo = 撤销导入
import-cancelled = 导入已取消，笔记没有变。
import-one-at-a-time = 上一个文件还没有读完，请稍等。
