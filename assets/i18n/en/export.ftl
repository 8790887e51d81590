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

# Exports: what a format has no room for, what went wrong
export-as-made = In the order in which they were made
export-cancelled = The export was cancelled; no file was written.
export-failed = The file could not be made ({ $what }).
export-dropped-characters = { $count } control characters that cannot be seen were left out.
export-replaced-characters = { $count } control characters that XML does not allow were replaced by visible signs.
export-cut-cells = { $count } cells have more than { $most } characters; only their beginning was written.
export-lost-notes = A table has no room for notes: { $count } were not exported.
export-lost-codebook = Colours, descriptions and shortcuts of { $count } tags were not exported; save the codebook as codebook-csv or qdc beside this.
export-lost-shortcuts = The shortcuts of { $count } tags were not exported.
export-lost-missing = Not exported for lack of their source: { $count }.
export-lost-unproved = { $count } quotations differ from their source; they were exported, unchecked, for the places that were kept.
export-lost-layouts = Layouts put right by hand were not exported: { $count }.
export-lost-emendations = Readings of misread words were not exported: { $count }.
export-lost-keywords = Keyword lists were not exported: { $count }.
export-no-tags = There are no tags: the codebook is empty.
export-quotation-control = Quotation
cite-and-others = et al

# Tables
column-id = ID
column-quotation = Quotation
column-before = Text before
column-behind = Text after
column-tags = Tags
column-comment = Comment
column-citation = Citation
column-paper = Paper
column-date = Date
column-page = Page
column-article = Article
column-byline = Byline
column-source = Source
column-lines = Lines
column-proof = Check
column-author = Annotated by
column-created = Created
column-modified = Modified
column-source-sha256 = Source SHA-256
column-spans = Spans
column-path = Where it lies
column-state = State
column-count = Count
column-note = Note
column-note-on = Note on
checked-exact = exact
checked-differs = source changed, unchecked
checked-missing = source missing, unchecked
source-there = open
source-missing = missing
source-removed = removed
sheet-annotations = Annotations
sheet-tags = Tags
sheet-notes = Notes
sheet-sources = Sources

# The report for the desk editor
report-questions = Open questions ({ $count })
report-no-questions = Neither comments nor notes ask anything.
report-quotations = Quotations by tag ({ $count })
report-sources = Sources ({ $count })
