# 出处
cite-separator = ，
cite-paper = 《{ $paper }》
cite-date = { $year }年{ $month }月{ $day }日
cite-page = 第{ $page }
cite-article = 《{ $title }》
cite-byline = { $byline }
cite-paragraph = 第{ $number }段
cite-paragraphs = 第{ $first }—{ $last }段
cite-file = { $name }
cite-line = { $name } 第{ $first }行
cite-lines = { $name } 第{ $first }—{ $last }行
quotation-with-citation = “{ $quote }”（{ $citation }）
quotation-emended = 〔应为：{ $reading }〕
quotation-marked-with-citation = { $quote }（{ $citation }）
clipping-from = 出处：{ $citation }

# 导出笔记
export-head = 导出时间 { $time } · 批注 { $annotations } 条 · 未核 { $unproved } 条
export-empty = （没有批注，也没有笔记。）
export-elsewhere = 不在文章里的批注：{ $name }
export-missing-source = 来源缺失：{ $name }（{ $hash }）
export-tag-heading = { $name }（{ $count }）
export-untagged = 没有标签的批注
export-article-notes = 文章笔记
export-tags = **标签**：{ $tags }
export-comment = **批注**：{ $comment }
export-note = 笔记
export-note-on = 笔记：{ $title }
export-notebook-note = 笔记本的笔记
export-source-note = 来源的笔记：{ $name }
proof-missing-beside = （来源缺失，未核）
proof-differs-beside = （来源已变，未核）
list-separator = 、
link-in-bin = 批注已删除，在回收站
link-gone = 批注已不在笔记本里

# 导出：格式装不下的、出错的
export-as-made = 按批注时间
export-cancelled = 导出已取消，没有写文件。
export-failed = 无法生成文件（{ $what }）。
export-dropped-characters = 略去了 { $count } 个不可见的控制字符。
export-replaced-characters = XML 不容许的控制字符 { $count } 个，已用可见符号代替。
export-cut-cells = { $count } 个单元格超过 { $most } 字，只写了开头。
export-lost-notes = 表格里没有位置放笔记：{ $count } 条笔记没有导出。
export-lost-codebook = 标签的颜色、说明和快捷键没有导出（共 { $count } 个标签）；标签表请另存为 codebook-csv 或 qdc。
export-lost-shortcuts = { $count } 个标签的快捷键没有导出。
export-lost-missing = 来源缺失，没有导出：{ $count } 条。
export-lost-unproved = { $count } 条引文与来源不符，照记下的位置导出，未核。
export-lost-layouts = 手工修正的版面没有导出：{ $count } 版。
export-lost-emendations = 识别错字的改读没有导出：{ $count } 处。
export-lost-keywords = 关键词表没有导出：{ $count } 个。
export-no-tags = 没有标签：标签表是空的。
export-quotation-control = 引文
cite-and-others = 等

# 表格
column-id = 编号
column-quotation = 引文
column-before = 前文
column-behind = 后文
column-tags = 标签
column-comment = 批注
column-citation = 出处
column-paper = 报纸
column-date = 日期
column-page = 版次
column-article = 文章
column-byline = 作者
column-source = 来源
column-lines = 行
column-proof = 核对
column-author = 批注人
column-created = 建立时间
column-modified = 修改时间
column-source-sha256 = 来源 SHA-256
column-spans = 位置
column-path = 存放位置
column-state = 状态
column-count = 条数
column-note = 笔记
column-note-on = 笔记对象
checked-exact = 一致
checked-differs = 来源已变，未核
checked-missing = 来源缺失，未核
source-there = 已打开
source-missing = 缺失
source-removed = 已移出
sheet-annotations = 批注
sheet-tags = 标签
sheet-notes = 笔记
sheet-sources = 来源

# 给编辑的报告
report-questions = 待核问题（{ $count }）
report-no-questions = 批注和笔记里没有待核的问题。
report-quotations = 按标签的引文（{ $count }）
report-sources = 来源（{ $count }）
