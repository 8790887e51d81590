//! How exported pages look: paper and ink, a face with serifs for what is read and one without for what is said about it.

pub(super) const STYLE: &str = "\
:root{--paper:#fdfbf6;--ink:#2b2724;--muted:#6f675e;--line:#e0d9cc;--accent:#b23a26}
*{box-sizing:border-box}
body{margin:0 auto;padding:2em 1.2em 4em;max-width:44em;background:var(--paper);color:var(--ink);\
font:17px/1.8 'Noto Serif SC','Source Han Serif SC','Noto Serif CJK SC','Source Han Serif CN','Songti SC',STSong,SimSun,serif;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,h6,.box,.lead,.contents,.citation,.tags,.label,table{font-family:'Noto Sans SC','Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}
h1{font-size:1.6em;line-height:1.3;border-bottom:3px solid var(--accent);padding-bottom:.3em}
h2{font-size:1.25em;margin:2em 0 .4em;border-bottom:1px solid var(--line)}
h3{font-size:1.1em;margin:1.6em 0 .4em}
h2.tagged,h3.tagged{border-left:.4em solid var(--tag);padding-left:.5em}
.alarm,.unproved{color:var(--accent);font-weight:bold}
.lead.alarm{color:var(--accent)}
.contents{margin:1.5em 0;padding:.8em 1.2em;border:1px solid var(--line);font-size:.9em;line-height:1.6}
.contents p{margin:0 0 .3em;color:var(--muted)}
.contents ul{margin:0;padding:0;list-style:none}
.contents li.deep{margin-left:1.5em}
.contents a,.reference a{color:inherit;text-decoration:none;border-bottom:1px solid var(--line)}
.contents a:hover,.reference a:hover{border-bottom-color:var(--accent)}
.lead,.citation,.about{color:var(--muted);font-size:.85em;margin:.3em 0}
.quotation{margin:1.2em 0}
blockquote{margin:.4em 0 .4em .2em;padding:.1em 0 .1em 1em;border-left:3px solid var(--line)}
blockquote p{margin:.3em 0}
.context{color:var(--muted);margin:.2em 0 .2em 1.2em;font-size:.9em}
.reference{margin:1.2em 0}
.said{color:var(--accent)}
.comment.question{display:flex;gap:.5em;margin:1.1em 0;padding:0;border:0}
.question .box{color:var(--accent);line-height:1.6}
.question p{margin:0}
.tags{margin:.3em 0;font-size:.85em}
.tag{display:inline-block;margin-right:.5em;padding:0 .5em;border-bottom:2.5px solid var(--tag);background:color-mix(in srgb,var(--tag) 14%,transparent)}
.comment{margin:.3em 0 .3em 1.2em;padding-left:.6em;border-left:2px solid var(--accent)}
.comment p,.note p{margin:.3em 0}
.note{margin:1em 0;padding:.4em 1em;border:1px solid var(--line)}
.label{color:var(--muted);font-size:.85em;margin:0}
.footnotes{font-size:.85em;color:var(--muted)}
table{border-collapse:collapse;width:100%;font-size:.85em}
table.tags{table-layout:fixed;margin:1em 0}
.wide table{width:min(94vw,72em);margin-left:calc(50% - min(47vw,36em));font-size:.8em}
table.tags .tag{background:none;border-bottom:0;border-left:.5em solid var(--tag);padding-left:.5em}
.fine{display:block;color:var(--muted);font:.72em/1.4 monospace}
th,td{border:1px solid var(--line);padding:.25em .5em;text-align:left;vertical-align:top}
pre{white-space:pre-wrap}
@media print{@page{margin:2cm}body{max-width:none;padding:0;background:none;font-size:11pt}\
.quotation,.question,tr{break-inside:avoid}h1,h2,h3,h4,h5,h6,.about,.context,.label,.contents p{break-after:avoid}\
.citation{break-before:avoid}p{orphans:2;widows:2}thead{display:table-header-group;break-after:avoid}tbody tr:first-child{break-before:avoid}@page across{size:A4 landscape}.wide{page:across}.wide table{width:100%;margin-left:0}\
.tag,h2.tagged,h3.tagged,.comment{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{color:inherit;text-decoration:none}}
";
