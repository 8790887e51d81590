# The dialog for exports
export-group-read = To read and to edit
export-group-tables = Tables
export-group-report = Report for the desk editor
export-group-programs = For other programs
export-scope = What
export-scope-all = All notes { $count }
export-scope-tag = Tag “{ $name }” { $count }
export-scope-filter = Filtered quotations { $count }
export-scope-article = This article { $count }
export-title = Title
export-title-hint = the name of the notebook
export-order = Order
export-by-date = By date of issue
export-citation = Citation
export-cite-house = House style
export-cite-gbt = GB/T 7714
export-cite-plain = Plain facts
export-context = Context
export-context-none = None
export-context-chars = { $count } characters
export-preview = Preview
export-preview-text = The beginning of the file
export-preview-alike = Files of this kind cannot be shown as text; this is what they say, as text
export-preview-making = Making the preview…
export-preview-cut = … (more follows)
export-save = Choose where to save…
export-save-hint = Exports once a place is chosen (Enter); ↑ ↓ change the format
export-one-at-a-time = The export before is not done yet: wait for it, or cancel it.
export-report-name = report

# Formats
format-markdown = Markdown (.md)
format-markdown-use = Text with simple markup, to write with and to keep; each quotation carries a mark by which it can be checked after editing.
format-html = Web page (.html)
format-html-use = One file for any browser that prints well; quotations can be checked after editing.
format-docx = Word (.docx)
format-docx-use = For an editor to work on; quotations stand in content controls and can be checked after editing.
format-csv = CSV (.csv)
format-csv-use = A quotation a line, for spreadsheets and programs; can be taken in again.
format-xlsx = Excel (.xlsx)
format-xlsx-use = Quotations, tags and sources on a sheet each, to filter and count.
format-json = W3C annotations (.json)
format-json-use = The standard for annotations on the web, for programs that know it; can be taken in again.
format-qdpx = REFI-QDA project (.qdpx)
format-qdpx-use = For NVivo, MAXQDA, ATLAS.ti, QualCoder: sources, tags and annotations together; can be taken in again.
format-qdc = REFI-QDA codebook (.qdc)
format-qdc-use = The tags alone, for programs for qualitative analysis.
format-codebook = Codebook (.csv)
format-codebook-use = The tags alone, to be edited in Excel and taken in again.
format-report-html = Report: web page (.html)
format-report-html-use = The whole for the desk editor: quotations by tag, open questions, notes, sources and where they lie.
format-report-docx = Report: Word (.docx)
format-report-docx-use = The same report for Word.

# Checking a draft
verified-title = Check of a draft
verified-legend = in the source, not in the draft|added in the draft
verified-nothing = There is no quotation in it that could be checked.
verified-go = Go to the source
verified-go-hint = Shows in the reader what this was quoted from (Enter)
verified-no-place = There is no passage to go to.
verified-open-as-page = Open as a page
verified-open-as-page-hint = This is no draft but a page to be read
verified-keys = ↑ ↓ go through them, Enter goes to the source, Esc closes
verify-cancelled = The check was cancelled.
finding-exact = Exact
finding-corrected = Corrected reading
finding-changed = Changed
finding-not-found = Not found

# Taking in annotations
taken-in-title = Annotations taken in
taken-in-whole = All that the file holds was taken in.
taken-in-undo = Undo this
import-cancelled = Cancelled; the notes are as they were.
import-one-at-a-time = The file before is still being read; wait a moment.
