app-name = 剪报 Jianbao
notebook-default-name = My notes
notebook-new-name = New notebook
kind-pages = Newspaper text (.txt .md)
kind-notebooks = Jianbao notebook (.ron)
no-data-folder = There is no folder to keep a notebook in. Make one with Ctrl+N at a place of your choice; until then changes are in memory only.

# Commands
command-open-files = Open files…
command-open-folder = Open folder…
command-samples = Open the sample pages
command-new-notebook = New notebook…
command-open-notebook = Open notebook…
command-save = Save now
command-save-as = Save notebook as…
command-undo = Undo
command-redo = Redo
command-palette = Find commands and articles
command-filter-articles = Filter articles
command-next-hit = Next keyword
command-previous-hit = Previous keyword
command-next-paragraph = Next paragraph
command-previous-paragraph = Previous paragraph
command-move-char = Move the caret by a character
command-move-word = Move the caret by a word
command-extend-char = Select a character more or less
command-extend-word = Select a word more or less
command-extend-line = Select to the line above or below
command-extend-line-edge = Select to the start or end of the line
command-extend-paragraph = Select to the start or end of the paragraph
command-grow-selection = Widen the selection: word, sentence, paragraph
command-shrink-selection = Narrow the selection
command-select-all = Select the whole article
command-clear-selection = Drop the selection
command-next-annotation = Next annotation
command-previous-annotation = Previous annotation
command-move-start = Move the start of the annotation by a character
command-move-end = Move the end of the annotation by a character
command-merge-annotations = Merge annotations: those selected, or this one and the next
command-split-annotation = Split the annotation at the caret
command-remove-annotation = Delete this annotation
command-find-selection = Find the selected text in the open articles
command-add-keyword = Add the selected text as a keyword
command-next-article = Next article
command-previous-article = Previous article
command-toggle-tag = Put on or take off tag { $digit }
command-toggle-tags = Put on or take off a tag
command-pick-tag = Choose or make a tag
command-comment = Comment
command-article-note = Write a note on the article
command-copy-quotation = Copy the quotation with its citation
command-copy-article = Copy the whole article
command-save-article = Save the article as Markdown…
command-export-notes = Export notes…
command-toggle-star = Star or unstar
command-toggle-raw-page = The page as scanned, or the article
command-toggle-panes = One pane or two
command-next-pane = Other pane
command-close-pane = Close this article
command-show-annotations = Show annotations
command-show-codebook = Show the codebook
command-show-keywords = Show keywords
command-tag-page = All quotations of a tag…
command-quotations = Quotations, filtered by tags, source, date, author, comment
command-tags-that-meet = Which tags meet
command-move-tag = Move a tag…
command-merge-tags = Merge tags…
command-fold-tags = Fold or unfold the codebook
command-import-codebook = Import a codebook (CSV)…
command-export-codebook = Export the codebook (CSV)…
command-suggest-keywords = Suggest keywords from the open articles
command-zoom-in = Larger text
command-zoom-out = Smaller text
command-zoom-reset = Text at its usual size
command-typography = Typography…
command-toggle-theme = Light or dark
command-switch-language = Switch language (中文)
command-set-author = Your name…
command-shortcuts = Shortcuts
command-quit = Quit

# Top bar
menu-app = Menu
menu-notebook = Notebook
palette-hint = Find articles and commands…
button-export = Export…
button-undo = Undo
button-redo = Redo
button-two-panes = Two panes
button-one-pane = One pane
export-nothing = There are no annotations or notes to export yet

# Library
library-head = Library · { $count ->
    [one] 1 article
   *[other] { $count } articles
}
library-filter = Filter: title, author, file name
library-filter-empty = No article matches “{ $filter }”. Esc clears the filter.
library-empty-what = No page is open yet. Open text files from a scan, or drop them on the window.
library-row-hint = Click to open; Ctrl and click to open in the other pane
library-removed = Removed sources
button-bring-back = Restore
library-missing = Missing sources
button-open = Open…
button-locate = Locate…
button-locate-hint = Choose the file in which this source lies now
menu-copy-name = Copy the file name
menu-remove-source = Remove from the library (annotations stay)
menu-open-beside = Open in the other pane
menu-star = Star
menu-unstar = Unstar
menu-read = Mark as read
menu-unread = Mark as unread
chars = { $count } characters
annotation-count = { $count ->
    [one] 1 annotation
   *[other] { $count } annotations
}
source-changed = { $name } has changed since and was not opened as the source that it was. Its annotations stay, unchecked.
locate-other = The file differs from the missing source and was not used.

# Reading
pane-splitter = Line between the panes
pane-empty = Choose an article at the left
pane-empty-keys = Ctrl+K find · Ctrl+F filter · F1 shortcuts
pane-no-pages = Articles appear here once a page is open
pane-read-first = Start with “{ $title }”
pane-place = { $name } · lines { $first }–{ $last }
raw-noise = Noise of the scan
raw-masthead = Masthead
reader-doubtful = This is a guess; compare it with the page
reader-edge-start = Start of the annotation
reader-edge-end = End of the annotation
bar-name = What to do with the selected text
bar-pick-tag = Tag…
bar-comment = Comment
bar-copy = Quote
bar-link = Link
bar-find = Find
bar-keyword = Keyword
bar-split = Split
bar-merge = Merge
bar-remove = Delete
found-hint = { $count } places; click to go there, type to narrow down
reader-number = Select the paragraph
reader-overview = Overview

# Inspector
tab-annotations = Annotations
tab-codebook = Tags
tab-keywords = Keywords
inspector-no-article = Open an article to see its annotations and notes here.
inspector-no-annotations = No annotations yet. Click a paragraph; 1–9 tags it, T makes a tag, N writes a comment.
inspector-missing = The source “{ $name }” is missing; quotations are unchecked.
card-hint = Click to go there
card-add-comment = Comment…
card-line = line { $first }
card-lines = lines { $first }–{ $last }
chip-hint = Take it off with the other mouse button
note-hint = Click to edit
proof-missing = Source missing, unchecked
proof-differs = Differs from the source, unchecked
field-comment = Comment
field-list-name = Name of the keyword list
field-note = Note on the article
hint-comment = Write a comment; it is kept as you type
hint-note = Write a note; it is kept as you type
button-add-note = Write a note
menu-untag = Take off this tag
menu-remove-annotation = Delete the annotation
menu-remove-note = Delete the note

# Codebook
codebook-new = New tag
codebook-new-hint = A solidus makes levels: wages/recovered
codebook-empty = No tags yet. Write a name above, or press T on a paragraph.
codebook-row-hint = Click for its quotations; drag it onto another tag
codebook-no-tag = Only a step of a path, not a tag yet
codebook-row-counts = { $here } in this article, { $total } in all ({ $own } carry it directly)
codebook-quotations = Quotations
codebook-meetings = Meetings
codebook-more = More
codebook-more-hint = Move, merge, import, export
codebook-counts = here　all
codebook-counts-hint = Annotations in this article, and in all; both include the tags below
codebook-drop-top = Drop here for the top level
codebook-menu-quotations = Show quotations
codebook-menu-make = Make it a tag
codebook-menu-under = New tag below
codebook-move = Move…
codebook-merge = Merge…
tag-chooser-page = Quotations of which tag?
tag-chooser-merge = Merge which tag?
tag-chooser-merge-into = Merge “{ $name }” into which tag?
tag-chooser-move = Move which tag?
tag-chooser-move-under = Move “{ $name }” under which tag?
tag-chooser-under-new = Move under the new level “{ $name }”
tag-chooser-top = (top level)
color-vermilion = vermilion
color-teal = teal
color-cobalt = cobalt
color-amber = amber
color-purple = purple
color-sky = sky blue
color-maroon = maroon
color-leaf = leaf green

# Quotations
quotations-count = { $count } in { $articles ->
    [one] 1 article
   *[other] { $articles } articles
}
quotations-close = Close the quotations
quotations-none = No quotation passes the filter.
quotations-none-yet = No annotations yet. Tag paragraphs, and the quotations gather here.
quotations-meeting = “{ $one }” and “{ $other }” meet { $count ->
    [one] once
   *[other] { $count } times
}
quotations-all = All quotations
filter-tags = Tags, such as: wages and not mediation
filter-tags-hint = Combine tags with and, or, not and brackets: (wages or mediation) and not unchecked; a tag includes those below it. Enter goes to the list
filter-add-tag = + Tag
filter-add-tag-hint = Choose a tag and add it with and, or, not
filter-and = and
filter-or = or
filter-not = not
filter-words = Words of the comment
filter-dates = Date
filter-dates-hint = Such as 2022, 2022-06, 2022-06-27, or 2022-06..2022-08
filter-date-issue = issued
filter-date-made = annotated
filter-date-switch = By the day of the issue, or of the annotation
filter-source = Source
filter-author = Author
filter-named = { $what }: { $name }
filter-every-source = All sources
filter-every-author = All authors
filter-no-name = (no name)
filter-clear = Clear
meetings-what = How often tags meet on the same passage or on overlapping ones. Click a number for the quotations.
meetings-counting = Counting where tags meet…
meetings-none = No two tags meet yet: none are on the same passage or on overlapping ones.
meetings-cell = “{ $one }” and “{ $other }”: { $count }
said-codebook-same = There is nothing new in the codebook
codebook-not-imported = The codebook was not imported; wrong lines: { $count }. Correct them and try again.
codebook-edit = Edit the tag
codebook-remove = Delete
codebook-remove-hint = Deletes the tag and takes it off all annotations; can be undone
field-tag-name = Name of the tag
field-tag-name-hint = Another path moves the tag, and those below it with it
field-shortcut = Shortcut
hint-tag-description = When to use this tag
count-times = { $count ->
    [one] once
   *[other] { $count } times
}
picker-hint = Find a tag, or type a new name
picker-new = New tag “{ $name }”
chooser-empty = Nothing matches

# Keywords
keywords-empty = No keyword list yet. Make one below, or use the suggestions.
keywords-first-list = Suggested keywords
keywords-hits = { $count } here
keywords-switch = Switch this keyword list on or off
keywords-rename = Click to rename
keywords-remove-list = Delete the keyword list
keywords-new-term = Add a term, Enter to confirm
keywords-term-hint = Click for its next hit; the other button removes it
keywords-new-list = New keyword list
keywords-suggested = Suggested
keywords-suggested-none = Nothing more to suggest.
keywords-why = { $count } times in { $articles } articles, TF-IDF { $score }
keywords-take-all = Take all

# Status bar
status-saved = Saved { $time }
status-saving = Saving…
status-count = { $articles } articles · { $chars } characters
status-lists = Keyword lists: { $names }
status-hits = { $total ->
    [one] 1 hit here
   *[other] { $total } hits here
}
status-hit = hit { $at } of { $total } here
notices-more = { $count } more
work-notebook = Opening the notebook…
work-pages = Reading pages…
work-export = Exporting…
work-save-as = Saving under the new name…
work-broke = Something that ran in the background broke off. Your notes are not affected; please try again.

# What was said
said-saved = The whole notebook is written
said-saved-as = Saved as { $path }
said-exported = Exported to { $path }
said-copied = Copied
said-article-copied = The whole article is copied
said-quotation-copied = The quotation is copied with its citation
said-annotation = Annotation { $at } of { $total }: { $names }
said-no-annotations = There is no annotation in this article
said-edge-stays = The edge can go no further
said-nothing-to-merge = Nothing to merge: select the annotations, or stand on one that has another after it
said-no-split = Put the caret inside the annotation first
said-nothing-found = “{ $text }” is in none of the open articles
said-no-hits = No keyword hits in this article
said-no-tag-on-digit = There is no tag { $digit } yet; T makes one
said-no-place = This annotation stands in no article

# Dialogs
type-size = Size
type-line-height = Leading
type-measure = Measure
type-face = Face
type-serif = Serif
type-sans = Sans
type-theme = Theme
type-system = System
type-light = Light
type-dark = Dark
type-usual = Defaults
button-ok = OK
button-cancel = Cancel
button-close = Close
button-done = Done
button-add = Add
button-dismiss = Dismiss
button-dismiss-all = Dismiss all
button-restore = Restore from backup
button-begin-anew = Begin a new one here
button-begin-anew-hint = Makes an empty notebook; the backups and the journal of the old one are kept under another name
path-pages = Open files or a folder
path-notebook = Open a notebook
path-new-notebook = New notebook
path-save-as = Save the notebook as
path-export = Export notes
path-article = Save the article
path-locate = Locate the missing source
path-hint = Type the whole path; ~ is your own folder
path-field = Path
export-what = Every quotation comes with its comment, tags and citation; what could not be checked says so.
export-by-article = By article
export-by-tag = By tag
replace-title = There is a file already
replace-file = Replace it? What is in it will be lost: { $path }
replace-notebook = Put the present notebook in its place? The one there is kept under another name: { $path }
button-replace = Replace
author-hint = Annotations and notes that you write from now on carry this name
author-field = Name
unmade-title = The notebook could not be made
said-kept-aside = The notebook that was there is kept at { $path }
picker-empty = No tags yet. Type a name and press Enter to make one.
keywords-recolor = Change the colour
keywords-remove-term = Remove this term
unopened-title = The notebook does not open
unsaved-title = Some changes are not on the disk yet
unsaved-back = Go back
unsaved-quit = Quit and lose them
banner-failing = Tried { $attempts } times since { $since }, and trying again; the changes that are not on the disk ({ $count }) are in memory: do not switch the machine off yet.
banner-elsewhere = Save elsewhere…
banner-accept = Save it as it is
banner-copy = Save a copy to edit…
banner-again = Try again
read-only-newer = This notebook was written by a later version of Jianbao (format { $format }) and can only be looked at; what this version does not understand ({ $count }) is not shown. Update the program to edit it.
command-backups = Earlier versions…
command-bin = Bin…
backups-title = Earlier versions
backups-hint = To restore one, the open notebook is saved first; then the version is written as a new notebook and opened. Nothing is overwritten.
backups-reading = Reading…
backups-none = There are no backups yet. One is kept with each full save.
backups-restore = Restore as a new notebook
backups-restore-hint = Writes the chosen version as a new notebook and opens it
backup-save = save
backup-before-bulk = before a large change
backup-before-migration = before the format was updated
backup-before-accepting = before accepting what was not whole
backup-same = annotations { $annotations }, notes { $notes }, the same as now
backup-differs = annotations { $annotations }, notes { $notes }; compared with now: { $missing } missing, { $more } more, { $changed } changed
bin-title = Bin
bin-hint = Deleted tags, annotations, notes, keyword lists and sources wait here and can be brought back.
bin-empty = The bin is empty. Deleted tags, annotations, notes, keyword lists and sources come here first.
bin-empty-all = Empty the bin…
bin-empty-sure = Delete these { $count } for good?
bin-empty-yes = Delete for good
button-choose-backup = Choose a version…
said-version-restored = Restored as a new notebook: { $path }
work-broke-window = The program made a mistake, and what you just did may not be complete; all changes before it are written, and you can go on.
broken-title = The window keeps breaking
broken-hint = Your notes are on the disk. Close the articles and try again, or quit and start anew.
broken-again = Close the articles and try again
command-back = Back to the article before
command-forward = Forward again
said-no-back = There is no article before this one
said-no-forward = This is the last article that you looked at
palette-tag = tag
palette-note = note
palette-open-notebook = Open notebook: { $name }
welcome-title = Begin here
welcome-open = Open your page files, or a folder of them
welcome-tag = Click a paragraph; a digit or T puts a tag on it
welcome-comment = Comment on the paragraph
welcome-palette = Find articles and commands by name or pinyin initials
welcome-export = Export the notes, every quotation checked
welcome-done = Got it
backup-alone = annotations { $annotations }, notes { $notes }, tags { $tags }
backup-of-another = of another notebook: annotations { $annotations }, notes { $notes }, tags { $tags }
