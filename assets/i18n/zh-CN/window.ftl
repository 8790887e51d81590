app-name = 剪报
notebook-default-name = 我的笔记
notebook-new-name = 新笔记本
kind-pages = 报纸文本（.txt .md）
kind-notebooks = 剪报笔记本（.ron）
no-data-folder = 找不到存放笔记本的文件夹。请用 Ctrl+N 指定一个位置新建笔记本，否则改动只在内存里。

# 命令
command-open-files = 打开文件…
command-open-folder = 打开文件夹…
command-samples = 打开示例版面
command-new-notebook = 新建笔记本…
command-open-notebook = 打开笔记本…
command-save = 立即保存
command-save-as = 笔记本另存为…
command-undo = 撤销
command-redo = 重做
command-palette = 查找命令和文章
command-filter-articles = 筛选文章
command-next-hit = 下一处关键词
command-previous-hit = 上一处关键词
command-next-paragraph = 下一段
command-previous-paragraph = 上一段
command-next-article = 下一篇文章
command-previous-article = 上一篇文章
command-toggle-tag = 加上或去掉 { $digit } 号标签
command-toggle-tags = 加上或去掉标签
command-pick-tag = 选择或新建标签
command-comment = 写批注
command-article-note = 写文章笔记
command-copy-quotation = 复制引文和出处
command-copy-article = 复制整篇文章
command-save-article = 把文章存为 Markdown…
command-export-notes = 导出笔记…
command-toggle-star = 加或去星标
command-toggle-panes = 单栏或双栏
command-next-pane = 换到另一栏
command-close-pane = 关闭这篇文章
command-show-annotations = 看批注
command-show-codebook = 看标签表
command-show-keywords = 看关键词
command-suggest-keywords = 从打开的文章推荐关键词
command-zoom-in = 放大文字
command-zoom-out = 缩小文字
command-zoom-reset = 文字恢复原大小
command-toggle-theme = 浅色或深色
command-switch-language = 切换语言（English）
command-shortcuts = 快捷键
command-quit = 退出

# 顶栏
menu-app = 菜单
menu-notebook = 笔记本
palette-hint = 查找文章和命令…
button-export = 导出…
button-undo = 撤销
button-redo = 重做
button-two-panes = 双栏
button-one-pane = 单栏
export-nothing = 还没有批注或笔记可以导出

# 文章库
library-head = 文章库 · { $count } 篇
library-filter = 筛选：标题、作者、文件名
library-filter-empty = 没有符合“{ $filter }”的文章。按 Esc 清除筛选。
library-empty-what = 还没有打开版面。打开识别出来的文本文件，或把文件拖到窗口里。
library-row-hint = 单击打开；按住 Ctrl 单击，在另一栏打开
library-removed = 已移除的来源
button-bring-back = 恢复
library-missing = 来源缺失
button-open = 打开…
button-locate = 指认…
button-locate-hint = 选择这个来源现在所在的文件
menu-copy-name = 复制文件名
menu-remove-source = 从文章库移除（批注保留）
menu-open-beside = 在另一栏打开
menu-star = 加星标
menu-unstar = 去掉星标
menu-read = 标为已读
menu-unread = 标为未读
chars = { $count } 字
annotation-count = { $count } 条批注
source-changed = { $name } 的内容与上次不同，没有当作原来的来源打开。原来的批注保留，标为未核。
locate-other = 这个文件的内容与缺失的来源不同，没有采用。

# 阅读
pane-empty = 从左边选一篇文章
pane-empty-keys = Ctrl+K 查找 · Ctrl+F 筛选 · F1 快捷键
pane-no-pages = 打开版面后，文章会出现在这里
pane-read-first = 从《{ $title }》读起
pane-place = { $name } · 行 { $first }–{ $last }
reader-doubtful = 这是推测，请对照原文
reader-overview = 全文概览

# 检查栏
tab-annotations = 批注
tab-codebook = 标签
tab-keywords = 关键词
inspector-no-article = 打开一篇文章，这里显示它的批注和笔记。
inspector-no-annotations = 这篇文章还没有批注。点一段文字，按 1–9 加标签，按 T 新建标签，按 N 写批注。
inspector-article-notes = 文章笔记
inspector-missing = 来源“{ $name }”缺失，引文未核。
card-hint = 单击回到原文
card-add-comment = 写批注…
card-line = 行 { $first }
card-lines = 行 { $first }–{ $last }
chip-hint = 右键可去掉这个标签
note-hint = 单击修改
proof-missing = 来源缺失，未核
proof-differs = 与来源不符，未核
field-comment = 批注
field-note = 文章笔记
hint-comment = 写下批注，随写随存
hint-note = 写下笔记，随写随存
button-add-note = 写笔记
menu-untag = 去掉这个标签
menu-remove-annotation = 删除批注
menu-remove-note = 删除笔记

# 标签表
codebook-new = 新标签
codebook-empty = 还没有标签。在上面写一个名称，或选中一段按 T。
codebook-row-hint = 单击修改
codebook-edit = 修改标签
codebook-up = 上移
codebook-down = 下移
codebook-remove = 删除
codebook-remove-hint = 删除标签，并从所有批注上去掉；可以撤销
field-tag-name = 标签名称
field-shortcut = 快捷键
hint-tag-description = 说明：什么时候用这个标签
count-times = { $count } 处
picker-hint = 查找标签，或输入新名称
picker-new = 新建标签“{ $name }”
chooser-empty = 没有符合的条目

# 关键词
keywords-empty = 还没有关键词表。在下面新建一个，或用推荐的词。
keywords-first-list = 推荐关键词
keywords-hits = 本篇 { $count } 处
keywords-switch = 打开或关闭这个关键词表
keywords-rename = 单击改名，右键换颜色
keywords-remove-list = 删除关键词表
keywords-new-term = 加词，回车确认
keywords-term-hint = 单击去掉这个词
keywords-new-list = 新关键词表
keywords-suggested = 推荐
keywords-suggested-none = 没有更多可推荐的词。
keywords-why = 出现 { $count } 次，见于 { $articles } 篇，TF-IDF { $score }
keywords-take-all = 全部加入

# 状态栏
status-saved = 已保存 { $time }
status-saving = 正在保存…
status-count = { $articles } 篇 · { $chars } 字
status-lists = 关键词表：{ $names }
status-hits = 本篇 { $total } 处命中
status-hit = 本篇 { $total } 处命中 · 第 { $at } 处
notices-more = 还有 { $count } 条
work-notebook = 正在打开笔记本…
work-pages = 正在读版面…
work-export = 正在导出…
work-save-as = 正在另存…
work-broke = 一项后台工作意外中断。笔记没有受影响，请再试一次。

# 说了什么
said-saved = 已写入整个笔记本
said-saved-as = 已另存为 { $path }
said-exported = 已导出到 { $path }
said-copied = 已复制
said-article-copied = 已复制整篇文章
said-quotation-copied = 已复制引文和出处
said-no-hits = 这篇文章里没有关键词命中
said-no-tag-on-digit = 还没有 { $digit } 号标签，按 T 新建
said-no-place = 这条批注的位置不在任何文章里

# 对话框
button-ok = 确定
button-cancel = 取消
button-close = 关闭
button-done = 完成
button-add = 添加
button-dismiss = 知道了
button-dismiss-all = 全部收起
button-restore = 从备份恢复
path-pages = 打开文件或文件夹
path-notebook = 打开笔记本
path-new-notebook = 新建笔记本
path-save-as = 笔记本另存为
path-export = 导出笔记
path-article = 保存文章
path-locate = 指认缺失的来源
path-hint = 请输入路径，例如 /home/me/版面.txt
path-field = 路径
export-what = 每条引文都带批注、标签和出处；没有核对过的引文会注明。
export-by-article = 按文章
export-by-tag = 按标签
unopened-title = 笔记本打不开
unsaved-title = 有改动还没有写到磁盘上
unsaved-back = 返回
unsaved-quit = 放弃改动并退出
