//! The parts of a Word file that are the same in every one (ECMA-376, Office Open XML).

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Namespace of WordprocessingML.
pub(in crate::exchange) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Namespace of relationships.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(super) const CONTENT_TYPES: &str = concat!(
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/footnotes.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "</Types>"
);

pub(super) const ROOT_RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "</Relationships>"
);

/// Relationships of the document that are always there; those of links follow.
pub(super) const DOCUMENT_RELATIONS: &str = concat!(
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"footnotes.xml\"/>",
);

/// The first relationship of a link.
pub(super) const FIRST_LINK: usize = 4;

pub(super) const SETTINGS: &str = concat!(
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>",
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    "</w:settings>"
);

/// The two footnotes that Word wants: the line above the others, and that on the next page.
pub(super) const FOOTNOTE_LINES: &str = concat!(
    "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>",
    "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>",
);

/// A4 with margins of 2.5 cm.
pub(super) const SECTION: &str = concat!(
    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    "<w:pgMar w:top=\"1418\" w:right=\"1418\" w:bottom=\"1418\" w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr>"
);

/// Paragraph styles: id, name (Word translates its own), style that it is based on, paragraph properties, run properties.
const PARAGRAPHS: [(&str, &str, &str, &str, &str); 13] = [
    (
        "Title",
        "Title",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"240\"/>",
        "<w:b/><w:sz w:val=\"36\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"480\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"30\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:sz w:val=\"26\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:sz w:val=\"24\"/>",
    ),
    (
        "Quote",
        "Quote",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"40\"/><w:ind w:left=\"420\"/>",
        "",
    ),
    (
        "JianbaoCitation",
        "Jianbao Citation",
        "Normal",
        "<w:spacing w:after=\"80\"/><w:ind w:left=\"420\"/>",
        "<w:color w:val=\"6F675E\"/><w:sz w:val=\"18\"/>",
    ),
    (
        "JianbaoContext",
        "Jianbao Context",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"60\" w:after=\"0\"/><w:ind w:left=\"420\"/>",
        "<w:color w:val=\"8A8177\"/><w:sz w:val=\"19\"/>",
    ),
    (
        "JianbaoTags",
        "Jianbao Tags",
        "Normal",
        "<w:spacing w:after=\"60\"/><w:ind w:left=\"420\"/>",
        "<w:sz w:val=\"18\"/>",
    ),
    (
        "JianbaoComment",
        "Jianbao Comment",
        "Normal",
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"B23A26\"/></w:pBdr><w:spacing w:after=\"120\"/><w:ind w:left=\"560\"/>",
        "",
    ),
    (
        "JianbaoLabel",
        "Jianbao Label",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"120\"/>",
        "<w:color w:val=\"6F675E\"/><w:sz w:val=\"18\"/>",
    ),
    ("ListParagraph", "List Paragraph", "Normal", "<w:ind w:left=\"420\" w:hanging=\"420\"/>", ""),
    (
        "JianbaoCode",
        "Jianbao Code",
        "Normal",
        "",
        "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/><w:sz w:val=\"18\"/>",
    ),
    ("FootnoteText", "footnote text", "Normal", "", "<w:sz w:val=\"18\"/>"),
];

/// The styles.
pub(super) fn styles() -> String {
    let mut out = format!(
        "{DECLARATION}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>\
        <w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"SimSun\" w:cs=\"Times New Roman\"/>\
        <w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>\
        <w:pPrDefault><w:pPr><w:spacing w:line=\"360\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
        <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
        <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/></w:style>\
        <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
        <w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color w:val=\"0563C1\"/><w:u w:val=\"single\"/></w:rPr></w:style>"
    );
    for (id, name, based_on, paragraph, run) in PARAGRAPHS {
        out.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:customStyle=\"{}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{based_on}\"/><w:qFormat/>\
            <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>",
            u8::from(id.starts_with("Jianbao")),
        ));
    }
    out.push_str("</w:styles>");
    out
}
