# Command line
cli-about = Jianbao reads OCR text of newspaper pages as articles, and keeps notes that can be proved.
cli-usage =
    jianbao [NOTEBOOK.ron] [PATH…]    opens the window
      jianbao COMMAND …                 does one thing in the terminal
cli-after-help = Exit codes: 0 done; 1 something is wrong in the data; 2 bad usage; 3 could not (file missing, locked, I/O).
cli-heading-arguments = Arguments
cli-heading-commands = Commands
cli-heading-options = Options
cli-heading-usage = Usage:
cli-window-paths = A notebook (.ron), and files or folders to open
cli-paths = Files or folders; of a folder and the folders in it, .txt and .md
cli-json = Write JSON
cli-help = Show this help
cli-version = Show the version

cli-articles-about = List the articles recovered from pages
cli-articles-usage = jianbao articles PATH… [--json]

cli-search-about = Find text in articles and list every place with its context
cli-search-usage = jianbao search QUERY PATH… [--regex | --exact] [--script] [--misread] [--whole-words] [--notebook NOTEBOOK.ron] [--json]
cli-search-query = What to find, also across the ends of lines and columns; page furniture is not searched
cli-search-regex = Take it as a whole as a regular expression
cli-search-exact = Take it as a whole as it stands, minding width, case and spaces
cli-search-script = Traditional characters for simplified ones, and the other way round
cli-search-misread = Also what is easily misread: 己/已/巳, 未/末, 0/O
cli-search-whole-words = Only whole words, as jieba cuts them
cli-search-context = Characters on either side, otherwise 30
cli-search-hits = { $count ->
    [one] 1 place.
   *[other] { $count } places.
}
cli-search-in-comment = Comment ({ $name })
cli-search-in-note = Note: { $title }
cli-search-help =
    Queries:
      欠薪 追回                 a blank between Han characters: both in one article; beside letters and digits it parts nothing, write &
      追回 | 讨回               one or the other
      欠薪 -传言                no article that has 传言
      "根治 欠薪"               a phrase
      欠薪 NEAR/10 追回         at most 10 characters apart
      (追回 | 讨回) 欠薪        brackets
      title:人社局 tag:欠薪 source:日报 date:2022-06..2022-08 author:张三 comment:待核
      /[0-9]+万元/              a regular expression
cli-as-in-notebook = Read the pages as this notebook corrects them, and search its comments and notes; it may also be among the PATHs
cli-content = Leave out function words, numbers and stop words
cli-min = How often a word must come
cli-top = How many at most

cli-keywords-about = List the words that mark the pages
cli-keywords-usage = jianbao keywords PATH… [--top N] [--notebook NOTEBOOK.ron] [--json]
cli-words-about = List how often words come
cli-words-usage = jianbao words PATH… [--top N] [--min N] [--content] [--notebook NOTEBOOK.ron] [--json]
cli-words-summary = { $count ->
    [one] 1 article, { $tokens } words, { $types } different ones.
   *[other] { $count } articles, { $tokens } words, { $types } different ones.
}
cli-words-help = Dispersion is DP (Gries 2008): half the sum over all articles of |share of the word − share of all words|; 0 is spread evenly, near 1 is all in one place.
cli-collocates-about = List the words that stand near a word
cli-collocates-usage = jianbao collocates NODE PATH… [--window N] [--min N] [--top N] [--content] [--notebook NOTEBOOK.ron] [--json]
cli-collocates-node = The word in the middle; any text will do
cli-collocates-window = Words on either side, otherwise 5
cli-collocates-summary = { $count ->
    [one] The node comes once.
   *[other] The node comes { $count } times.
}
cli-collocates-help = logDice (Rychlý 2008) = 14 + log₂(2 · together ÷ (node + word)); about 14 at most, 1 more is twice as often. --min is 3 unless given.
cli-keyness-about = Compare articles: which words are more frequent there, or rarer
cli-keyness-usage = jianbao keyness PATH… (--against PATH… | --where QUERY) [--negative] [--min N] [--top N] [--content] [--json]
cli-keyness-against = Compare with these files or folders
cli-keyness-where = Compare the articles that match this query with all others
cli-keyness-negative = List the words that are rarer
cli-keyness-summary = { $articles } articles ({ $tokens } words) against { $reference_articles } articles ({ $reference_tokens } words).
cli-keyness-help = G² (Dunning 1993; Rayson and Garside 2000) says how sure the difference is: above 6.63 chance is less likely than 1 %. Log ratio (Hardie 2014) says how large it is: 1 is twice as frequent; a count of 0 is taken as 0.5. --min is 3 unless given.
cli-column-articles = Articles
cli-column-count = Count
cli-column-dispersion = Dispersion
cli-column-frequency = In all
cli-column-g2 = G²
cli-column-left = Left
cli-column-log_dice = logDice
cli-column-log_ratio = Log ratio
cli-column-per_million = Per million
cli-column-reference = Reference
cli-column-right = Right
cli-column-score = Score
cli-column-term = Term
cli-column-word = Word

cli-role-body = body
cli-role-byline = byline
cli-role-caption = caption
cli-role-credit = credit
cli-role-deck = deck
cli-role-headline = headline
cli-role-info = info
cli-role-jump = jump
cli-role-kicker = kicker
cli-role-masthead = masthead
cli-role-noise = noise
cli-role-pull = pull quote
cli-role-section_head = section head
cli-doubtful = (doubtful){ " " }
cli-furniture = Page furniture (masthead, noise), in no article

cli-error = error: { $message }
cli-warning = warning: { $message }
cli-info = { $message }
cli-see-help = See --help for the usage.
cli-argument-twice = These arguments cannot be used together: { $argument }
cli-missing-argument = An argument is missing: { $argument }
cli-missing-value = Something is missing after { $argument }
cli-not-utf8 = An argument is not valid UTF-8.
cli-output-failed = Could not write ({ $reason }).
cli-two-notebooks = Only one notebook (.ron) can be opened at a time.
cli-unknown-argument = There is no such argument: { $argument }
cli-wrong-usage = The arguments make no sense.
cli-wrong-value = “{ $value }” cannot be used for { $argument }
cli-no-window = The window could not be opened ({ $reason }).
cli-no-window-hint = Without a display, `jianbao articles PATH…` prints the articles in the terminal.
cli-notebook = the notebook
cli-library = files or folders with the sources; without it, where the notebook saw them last
cli-apply-about = Reads requests from standard input, one a line, and says "ok N" once line N is on the disk
cli-apply-usage = jianbao apply NOTEBOOK.ron [--library PATH…] [--accept]
cli-apply-error = error { $line }: { $message }
cli-line-not-utf8 = This line is not UTF-8.
cli-line-too-long = This line has more than { $megabytes } MB and was not read. Split it.
cli-line-broke = The program met an internal error: this line was not done, nor were the lines after it read. All lines answered with ok are on the disk.
cli-line-syntax = Column { $column } cannot be read ({ $what }). One request a line, such as AddTag(name: "欠薪追回", color: "#B23A26")
cli-export-about = Exports the notes, each quotation with its comment, tags and citation
cli-export-usage = jianbao export NOTEBOOK.ron [--library PATH…] [--to FORMAT] -o OUT [--tag T] [--article A] [--filter TAGS] [--order ORDER] [--context N] [--citation STYLE] [--title TITLE]
cli-export-to = format: markdown, markdown-by-tag, html, docx, csv, xlsx, json (W3C annotations), qdc and qdpx (REFI-QDA), codebook-csv (the tags alone), report-html and report-docx (for the desk editor); without it, by the ending of OUT
cli-export-out = the file to write; - for standard output
cli-export-tag = only annotations with this tag or one that stands under it
cli-export-title = heading of the file; without it, the name of the notebook
cli-export-article = only this article: its id, its headline, or a part of that
cli-several-articles = { $count } articles have “{ $name }” in their headline; give an id or more of it: { $articles }
cli-no-article = There is no such article: { $name }
cli-no-article-hint = `jianbao articles PATH --json` shows the ids; say where the source is with --library.
cli-verify-about = Re-reads every quotation of a notebook, or of a file that an editor has worked on, against its source
cli-verify-usage =
    jianbao verify NOTEBOOK.ron [--library PATH…] [--json]
      jianbao verify FILE… [--library PATH…] [--notebook NOTEBOOK.ron] [--json]
cli-verify-missing = Source missing, unchecked: { $name }: “{ $quote }” ({ $id })
cli-verify-differs = Differs from the source: { $name }: “{ $quote }”, where the source has “{ $found }” ({ $id })
cli-verify-summary = Quotations: { $exact } exact, { $differs } differ, { $missing } unchecked for lack of their source
cli-built-without-window = This build has the command line alone: it was made without the feature “window”.
cli-no-display = There is no display, so no window can be opened.
cli-verify-changed = Source changed, unchecked: { $name }: “{ $quote }” ({ $id })
cli-apply-accept = save the notebook as it is even if it is not whole or lacks what was saved last; a backup is kept first
cli-apply-stopped = Nothing was done from line { $line } on.
cli-backups-about = List the earlier versions of a notebook, or bring one back
cli-backups-usage = jianbao backups NOTEBOOK.ron [--json | --restore N -o NEW.ron | --recover]
cli-backups-restore = write version N as a new notebook, with -o; nothing is overwritten
cli-backups-out = where the new notebook goes
cli-backups-recover = put the best backup, with the journal, in the place of a notebook that is damaged or gone; the damaged file is kept beside it
cli-no-such-backup = There is no backup { $number }, only { $count }
cli-backup-restored = The version of { $made } is now a notebook of its own, with { $annotations } annotations and { $notes } notes: { $path }
cli-recovered = The notebook is back, with { $annotations } annotations and { $notes } notes: { $path }
cli-nothing-to-recover = The notebook opens as it should, nothing was changed. Without --recover its earlier versions are listed.
cli-apply-accepted = Saved as it is now, as --accept says; a backup of what was on the disk is kept.
cli-apply-in-journal = All changes that were answered with ok are in the journal, none is lost.
cli-recover-hint = To bring it back from a backup: jianbao backups NOTEBOOK.ron --recover
cli-recover-by-restoring = The notebook opens, and was not replaced. What it lacks can be taken from an earlier version: see jianbao backups NOTEBOOK.ron, then --restore N -o NEW.ron; if it is right as it is now: jianbao apply NOTEBOOK.ron --accept.
cli-export-no-format = Nothing tells the format: add --to, or let the file end in .md, .html, .docx, .csv, .xlsx, .json, .qdc or .qdpx.
cli-export-filter = only annotations with these tags, which may be combined: "wages and not checked"
cli-export-dates = only what was printed on these days: 2022-06..2022-08
cli-export-words = only annotations whose comment holds these words
cli-export-order = order: article, tag, date (of the issue), made (when they were annotated)
cli-export-citation = citations: house, gbt7714 (GB/T 7714), plain (the facts alone)
cli-export-context = so many characters before and behind each quotation, otherwise none
cli-export-limit = so many quotations at most: a preview
cli-verify-files = a notebook (.ron), or files that an editor has worked on: .md, .txt, .html, .docx, .csv, .xlsx, .ods
cli-verify-notebook = check files against the sources of this notebook, and by its readings of misread words
cli-verify-all = List the quotations that are exact, too
cli-verify-no-sources = Nothing tells against which sources: add --library PATH or --notebook NOTEBOOK.ron.
draft-summary = { $path }: { $exact } exact, { $corrected } from corrected readings, { $changed } changed, { $missing } not found; not looked up: { $short } too short, { $asides } in comments and citations
draft-summary-emptied = { $path }: { $exact } exact, { $corrected } from corrected readings, { $changed } changed, { $missing } not found; not looked up: { $short } too short, { $asides } in comments and citations; { $emptied } marks whose quotation is gone
draft-unreadable = Could not be read ({ $what }): { $path }
draft-too-large = The file is too large, the limit is { $megabytes } MB, unpacked: { $path }
draft-unknown-format = Files of this kind cannot be checked; give .md, .txt, .html, .docx, .csv, .xlsx or .ods: { $path }
draft-damaged = The file is not what its name says, or damaged: { $path } ({ $what })
draft-damaged-somehow = The file is not what its name says, or damaged: { $path }
draft-no-archive = The file is damaged, or not what its name says: the archive in it cannot be opened: { $path }
draft-no-text = The file holds no text, or none in an encoding that is known: { $path }
import-no-json = The file is no whole JSON; it cannot be read on from line { $line }, character { $column }: { $path }
import-no-annotations = The JSON holds no annotations that can be taken in, neither W3C annotations nor an export of Hypothesis: { $path }
import-no-project = The archive holds no project of REFI-QDA (project.qde): { $path }
import-no-qda = This is no REFI-QDA file; it begins with the element { $element }: { $path }
import-no-table = The table holds nothing that can be taken in; its first line must be headings, such as quotation, source_sha256, spans, or name, color, description: { $path }
import-list-wrong = This list of tags cannot be taken in. { $what } ({ $path })
draft-exact = { $place }: exact: { $name }: “{ $quote }”
draft-elsewhere = { $place }: the source of its mark is not there; the quotation stands in { $name }: “{ $quote }”
draft-corrected = { $place }: from corrected readings ({ $readings }): { $name }: “{ $quote }”
draft-changed = { $place }: changed: { $name }: “{ $difference }”
draft-source-missing = { $place }: the source { $name } is not there, and it was found nowhere else: “{ $quote }”
draft-not-found = { $place }: in no source: “{ $quote }”
draft-place = Paragraph { $block }
draft-place-under = Paragraph { $block } (under “{ $under }”)
draft-with-remark = { $said } [{ $remark }]
remark-shortened = shortened
remark-width = punctuation of another width, or quotation marks of another shape
remark-reading-unconfirmed = the reading cannot be confirmed: give the notebook with --notebook
remark-negation-before = a negation stands right before it in the source
remark-unpaired = the quotation marks are no pair

# Import
cli-import-about = Takes in files of other programs: REFI-QDA projects and codebooks, W3C annotations, CSV that was exported
cli-import-usage = jianbao import NOTEBOOK.ron FILE [--library PATH…]
cli-import-file = the file to take in: .qdpx, .qdc, .json or .csv
import-unknown-format = Files of this kind cannot be taken in; give .qdpx, .qdc, .json or .csv: { $path }
import-done = New: { $tags } tags, { $annotations } annotations, { $notes } notes.
import-already = The notebook has { $count } of them already; they were left as they are.
import-moved = { $count } annotations do not stand where the file says; their quotations were found again in the source.
import-without-source = { $count } were not taken in: their source is neither open nor in the notebook. Open it first (on the command line: --library).
import-outside = { $count } annotations lie outside of their source and were not taken in.
import-unplaced = The quotations of { $count } annotations are not in the source; they were not taken in.
import-empty = { $count } annotations have neither a tag nor a text and were not taken in.
import-found = The file has only the quotations of { $count } annotations; they were found in the source.
import-by-position = The file has only the positions of { $count } annotations, and only the names of their sources; they were taken as it says, and nothing proves them.
import-ambiguous = The quotations of { $count } annotations stand in several places of the source, and nothing tells which is meant; they were not taken in.
import-twice = { $count } are in the file twice and were taken in once.
import-renumbered = { $count } had the id of another one in the file and got one of their own.
import-merged = { $count } tags have the name of another one at the same place of the file; each is now one with it, and has its colour.
import-issues = Paper, date and the like were filled in from the file for { $count } sources.
import-unsure-by-others = { $source }: the names of { $count } selections are not what they hold, so nothing tells whether their places are right; they were counted as others of the project, or as that program counts. Have a look.
import-unsure-more = In { $sources } more sources nothing tells whether the places of { $count } selections are right.
import-counted-otherwise = { $count } selections are counted otherwise than the standard has it; their names told where they are.
import-source-unreadable = The texts of { $count } sources are no texts, or damaged, and were not taken in.
import-source-too-large = The texts of { $count } sources are larger than { $megabytes } MB and were not taken in.
import-unknown-codes = { $count } codings use a code that is not in the codebook and were not taken in.
import-coded-cases = { $count } codings are with cases, which are no codes, and were not taken in.
import-coders = Passages coded by several people became an annotation each: { $count } more.
import-folders = { $count } codes that cannot be coded are tags all the same: they have a description, passages, or nothing below them.
import-notes-elsewhere = The texts of { $count } notes are not in the project, or cannot be read, and were not taken in.
import-rich-notes = The texts of { $count } notes are only in formatted files, such as Word, and were not taken in.
import-coded-notes = Selections within notes were not taken in: { $count }.
import-note-links = Ties of notes to { $count } further places were not taken in.
import-notes-without-source = { $count } annotations do not say on which source they are; they are now notes on the notebook.
import-wrong-issues = The values of { $count } variables are no dates, numbers and the like and were not taken in.
import-lost-links = Links between selections and codes were not taken in: { $count }.
import-two-sources = { $count } annotations are on several sources at once and were not taken in.
import-more-pages = The file names further pages; the annotations on them are not in it and were not taken in.
import-pages-missing = By what the file says, { $count } more annotations are elsewhere; they were not taken in.
import-document-type = The file declares a document type (DTD), which is not read, for safety: { $path }
import-sources-written = The texts of { $count } sources were saved in: { $path }
import-unsure-places = { $source }: the names of { $count } selections are not what they hold, so nothing tells whether their places are right; they were taken as the standard counts. Have a look.
import-source-elsewhere = The texts of { $count } sources are not in the project and were not taken in.
import-notes-on-codes = { $count } notes on tags are now notes on the notebook.
import-renamed = The names of { $count } tags had characters that cannot be used and were rewritten.
import-lost-variables = Variables were not taken in: { $count }.
import-lost-cases = Cases were not taken in: { $count }.
import-lost-sets = Sets were not taken in: { $count }.
import-lost-graphs = Graphs were not taken in: { $count }.
import-lost-pictures = Picture sources were not taken in: { $count }.
import-lost-pdf = PDF sources were not taken in: { $count }.
import-lost-media = Audio and video sources were not taken in: { $count }.
import-rows-without-place = { $count } rows have no source and place and were not taken in.
import-without-text = { $count } annotations are on no passage of a text and were not taken in.
label-take-in = Took in { $tags } tags, { $annotations } annotations, { $notes } notes
import-too-deep = { $count } tags lie too deep and were not taken in.
cli-man-about = Writes the manual (roff), for packages
cli-man-usage = jianbao man
