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
