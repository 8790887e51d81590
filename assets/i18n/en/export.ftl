# Citations
cite-separator = {", "}
cite-paper = { $paper }
cite-date = { $year }-{ $month }-{ $day }
cite-page = p. { $page }
cite-article = “{ $title }”
cite-byline = { $byline }
cite-paragraph = para. { $number }
cite-paragraphs = paras. { $first }–{ $last }
cite-file = { $name }
cite-line = { $name } line { $first }
cite-lines = { $name } lines { $first }–{ $last }
quotation-with-citation = “{ $quote }” ({ $citation })
quotation-emended = 〔应为：{ $reading }〕
quotation-marked-with-citation = { $quote } ({ $citation })
clipping-from = From: { $citation }

# Exported notes
export-head = Exported { $time } · { $annotations } annotations · { $unproved } unchecked
export-empty = (No annotations and no notes.)
export-elsewhere = Annotations outside articles: { $name }
export-missing-source = Missing source: { $name } ({ $hash })
export-tag-heading = { $name } ({ $count })
export-untagged = Annotations without tags
export-article-notes = Notes on articles
export-tags = **Tags**: { $tags }
export-comment = **Comment**: { $comment }
export-note = Note
export-note-on = Note on { $title }
export-notebook-note = Note on the notebook
export-source-note = Note on the source { $name }
proof-missing-beside = {" "}(source missing, unchecked)
proof-differs-beside = {" "}(source changed, unchecked)
list-separator = {", "}
link-in-bin = The annotation was deleted and is in the bin
link-gone = The annotation is no longer in the notebook
