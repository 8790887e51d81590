# Opening files (library)
library-binary = This is not a text file and was left out: { $path }
library-binary-hint = Turn it into text (.txt) with OCR software first, then open the text.
library-empty = There is no text in the file; it was left out: { $path }
library-empty-hint = Check whether the OCR result was saved.
library-given-twice = The file was given twice and is opened once: { $path }
library-no-pages = There is no .txt or .md file in the folder: { $path }
library-no-pages-hint = Choose the folder with the OCR texts; text files with other endings can be opened one by one.
library-not-a-file = This is not an ordinary file and was left out: { $path }
library-not-a-file-hint = Save the content as a text file first, then open that.
library-not-found = No such file or folder: { $path }
library-not-found-hint = Check the path; one with spaces needs quotation marks.
library-permission-denied = no permission to read
library-replaced = Some bytes are not valid { $encoding } and are shown as “�”: { $path }
library-replaced-hint = The file may be incomplete; compare it with the original.
library-same-bytes = { $path } has the same content as { $other } and is opened once.
library-same-bytes-hint = There is nothing to do; both paths are kept.
library-too-large = The file has { $megabytes } MB, which is too large; it was left out: { $path }
library-too-large-hint = A file may have at most { $limit } MB; if this is text, split it.
library-unknown-encoding = The encoding of the text is not known; it was left out: { $path }
library-unknown-encoding-hint = Save it as UTF-8 with a text editor, then open it again.
library-unreadable = Could not be read ({ $reason }): { $path }

# Articles from pages (recover)
recover-broken-off = The sentence breaks off at “{ $end }”, and nothing on the page was found to go on with it
recover-head-or-headline = A section head, or the headline of another article
recover-new-text = New in this scan of a page that was put right by hand: where it belongs is a guess
recover-headline-alone = No text was found for this headline
recover-headline-behind = The headline behind has no other text, so another article was taken to begin at “{ $start }”
recover-headline-contested = The headline fits another article as well
recover-paragraph-border = Width and punctuation do not tell whether a paragraph ends between “{ $end }” and “{ $start }”
recover-seam = Nothing shows on the page, but a sentence broken off elsewhere goes on at “{ $start }”, so it was parted after “{ $end }”
recover-sentence-goes-on = The sentence is unfinished; by words and place it goes on from “{ $end }” to “{ $start }”
recover-signature-apart = The name stands apart from the text that it was given to
recover-subject-goes-on = Not next to each other, but of the same subject: “{ $end }”, then “{ $start }”
recover-word-across = The sentence is unfinished, and “{ $first }|{ $second }” makes a word
library-unreadable-hint = Check the file's permissions, and whether its disk is connected.

# Finding (search)
search-blank-joins = The blank at character { $position } was taken as part of the text; to ask for both sides, write & there.
search-empty = There is nothing to look for.
search-regex-backreference = backreferences are not supported
search-regex-class-range = the range in [ ] is the wrong way round
search-regex-incomplete-escape = there is nothing after the backslash
search-regex-look-around = look-ahead and look-behind are not supported
search-regex-nothing-to-repeat = there is nothing before the repetition sign
search-regex-unclosed-class = a bracket [ is not closed
search-regex-unclosed-group = a bracket ( is not closed
search-regex-unclosed-repetition = a bracket { "{" } is not closed
search-regex-unfoldable = The expression means nothing once width and white space are folded; search exactly instead.
search-regex-unknown-escape = a backslash cannot be put before this character
search-regex-unopened-group = a bracket ) was not opened
search-regex-wrong = The regular expression is wrong: { $reason }.
search-regex-wrong-at = The regular expression is wrong at character { $position }: { $reason }.
search-too-large = The query is too large; make it shorter.
search-wrong-at = The query is wrong at character { $position }: { $reason }.
search-bad-date = “{ $text }” is no date; write 2022-06 or 2022-06-01..2022-06-30
search-bad-near = NEAR/ needs a number, { $most } at most
search-empty-field = there is nothing behind “{ $field }”
search-expected = words are missing here
search-near-what = on both sides of NEAR there must be words that stand somewhere
search-only-exclusions = it says only what is not wanted; to find the sign itself, put it in quotation marks
search-too-deep = it is nested too deep
search-too-many = it looks for more than { $most } things
search-unclosed = a bracket ( is not closed
search-unclosed-quote = a quotation mark is not closed
search-unopened = a bracket ) was not opened

# Misreadings
misread-printed-twice = the same passage is printed elsewhere as “{ $other }”
misread-dash = between two dates or numbers a dash belongs
misread-letter-in-number = a letter within a number
misread-stray-word = a foreign word within a Chinese sentence
misread-doubled-mark = the same mark twice
misread-alike = with a character that looks alike it is the frequent word “{ $word }”
library-link-not-followed = A link to a folder was not followed; open that folder itself if you need it: { $path }
