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
    "<Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/>",
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>",
    "<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>",
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>",
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
    "<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable\" Target=\"fontTable.xml\"/>",
    "<Relationship Id=\"rId5\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/>",
    "<Relationship Id=\"rId6\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/>",
    "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>",
);

/// The first relationship of a link.
pub(super) const FIRST_LINK: usize = 8;

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

/// What each kind of face is called, and which kind another program takes where it has none of that name.
pub(super) const FONTS: &str = concat!(
    "<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:font w:name=\"SimSun\"><w:altName w:val=\"宋体\"/><w:charset w:val=\"86\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>",
    "<w:font w:name=\"SimHei\"><w:altName w:val=\"黑体\"/><w:charset w:val=\"86\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>",
    "<w:font w:name=\"KaiTi\"><w:altName w:val=\"楷体\"/><w:charset w:val=\"86\"/><w:family w:val=\"script\"/><w:pitch w:val=\"variable\"/></w:font>",
    "</w:fonts>"
);

/// The number of the page and of all pages.
pub(super) const FOOTER: &str = concat!(
    "<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>",
    "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
    "<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>",
    "<w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
    "</w:p></w:ftr>"
);

/// The colour of what must not be overlooked.
pub(super) const ACCENT: &str = "B23A26";

/// A4 and its margins of 2.5 cm, in twentieths of a point.
const PAPER: (usize, usize) = (11906, 16838);
const MARGIN: usize = 1418;

/// Width of the text on a page that stands upright or across, in twentieths of a point.
pub(super) fn text_width(is_wide: bool) -> usize {
    (if is_wide { PAPER.1 } else { PAPER.0 }) - 2 * MARGIN
}

/// Pages that stand upright or across; the first of all has no header.
pub(super) fn section(is_wide: bool, is_first: bool) -> String {
    let (narrow, long) = PAPER;
    let (width, height) = if is_wide { (long, narrow) } else { (narrow, long) };
    let turned = if is_wide { " w:orient=\"landscape\"" } else { "" };
    let first = if is_first { "<w:titlePg/>" } else { "" };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId6\"/><w:footerReference w:type=\"default\" r:id=\"rId7\"/>\
         <w:footerReference w:type=\"first\" r:id=\"rId7\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/>\
         <w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/>\
         {first}</w:sectPr>"
    )
}

/// Levels of a list that Word knows.
pub(super) const LIST_LEVELS: usize = 9;

/// How far each level of a list is set in, in twentieths of a point.
pub(super) const LIST_INDENT: usize = 420;

/// The list with bullets, and the first of those that are numbered.
pub(super) const BULLETS: usize = 1;
pub(super) const FIRST_ORDERED: usize = 2;

/// Lists: one with bullets, and the numbered ones, each with its level and the number that it begins with.
pub(super) fn numbering(ordered: &[(usize, u32)]) -> String {
    let mut out = format!("{DECLARATION}<w:numbering xmlns:w=\"{WORD}\">");
    for (id, is_ordered) in [(0, false), (1, true)] {
        out.push_str(&format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
        ));
        for level in 0..LIST_LEVELS {
            let (format, text) = if is_ordered {
                ("decimal", format!("%{}.", level + 1))
            } else {
                ("bullet", ["•", "◦", "▪"][level % 3].to_owned())
            };
            let indent = LIST_INDENT * (level + 1);
            out.push_str(&format!(
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
                 <w:pPr><w:ind w:left=\"{indent}\" w:hanging=\"{LIST_INDENT}\"/></w:pPr></w:lvl>"
            ));
        }
        out.push_str("</w:abstractNum>");
    }
    out.push_str(&format!("<w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"0\"/></w:num>"));
    for ((level, start), id) in ordered.iter().zip(FIRST_ORDERED..) {
        out.push_str(&format!(
            "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"{level}\">\
             <w:startOverride w:val=\"{start}\"/></w:lvlOverride></w:num>"
        ));
    }
    out.push_str("</w:numbering>");
    out
}

/// A paragraph style.
struct Paragraphs {
    id: &'static str,
    /// Word translates its own.
    name: &'static str,
    based_on: &'static str,
    paragraph: &'static str,
    run: &'static str,
}

/// Headings are in 黑体, which needs no bold, quotations in 楷体, with a bar at their left; comments stand on a pale ground.
const PARAGRAPHS: [Paragraphs; 22] = [
    Paragraphs {
        id: "Title",
        name: "Title",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"B23A26\"/></w:pBdr><w:spacing w:before=\"0\" w:after=\"160\" w:line=\"300\" w:lineRule=\"auto\"/>",
        run: "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"SimHei\"/><w:sz w:val=\"36\"/>",
    },
    Paragraphs {
        id: "Heading1",
        name: "heading 1",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"480\" w:after=\"120\" w:line=\"300\" w:lineRule=\"auto\"/><w:outlineLvl w:val=\"0\"/>",
        run: "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"SimHei\"/><w:sz w:val=\"30\"/>",
    },
    Paragraphs {
        id: "Heading2",
        name: "heading 2",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"80\" w:line=\"300\" w:lineRule=\"auto\"/><w:outlineLvl w:val=\"1\"/>",
        run: "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"SimHei\"/><w:sz w:val=\"26\"/>",
    },
    Paragraphs {
        id: "Heading3",
        name: "heading 3",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"60\" w:line=\"300\" w:lineRule=\"auto\"/><w:outlineLvl w:val=\"2\"/>",
        run: "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"SimHei\"/><w:sz w:val=\"22\"/>",
    },
    Paragraphs {
        id: "Quote",
        name: "Quote",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"9\" w:color=\"C9BFB0\"/></w:pBdr><w:spacing w:before=\"120\" w:after=\"40\"/><w:ind w:left=\"420\"/>",
        run: "<w:rFonts w:eastAsia=\"KaiTi\"/><w:sz w:val=\"22\"/>",
    },
    Paragraphs {
        id: "JianbaoCitation",
        name: "Jianbao Citation",
        based_on: "Normal",
        paragraph: "<w:spacing w:after=\"80\" w:line=\"300\" w:lineRule=\"auto\"/><w:ind w:left=\"420\"/>",
        run: "<w:color w:val=\"6F675E\"/><w:sz w:val=\"18\"/>",
    },
    Paragraphs {
        id: "JianbaoCitationAbout",
        name: "Jianbao Citation About",
        based_on: "JianbaoCitation",
        paragraph: "<w:ind w:left=\"0\"/>",
        run: "",
    },
    Paragraphs {
        id: "JianbaoCitationReference",
        name: "Jianbao Citation Reference",
        based_on: "JianbaoCitation",
        paragraph: "<w:spacing w:before=\"120\" w:after=\"80\" w:line=\"300\" w:lineRule=\"auto\"/>",
        run: "",
    },
    Paragraphs {
        id: "JianbaoContext",
        name: "Jianbao Context",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:spacing w:before=\"60\" w:after=\"0\"/><w:ind w:left=\"420\"/>",
        run: "<w:color w:val=\"8A8177\"/><w:sz w:val=\"19\"/>",
    },
    Paragraphs {
        id: "JianbaoTags",
        name: "Jianbao Tags",
        based_on: "Normal",
        paragraph: "<w:spacing w:after=\"60\"/><w:ind w:left=\"420\"/>",
        run: "<w:sz w:val=\"18\"/>",
    },
    Paragraphs {
        id: "JianbaoComment",
        name: "Jianbao Comment",
        based_on: "Normal",
        paragraph: "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F6F0E6\"/><w:spacing w:before=\"40\" w:after=\"120\"/><w:ind w:left=\"420\"/>",
        run: "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"SimHei\"/><w:sz w:val=\"19\"/>",
    },
    Paragraphs {
        id: "JianbaoCommentQuestion",
        name: "Jianbao Comment Question",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val=\"left\" w:pos=\"420\"/></w:tabs><w:spacing w:before=\"160\" w:after=\"0\"/><w:ind w:left=\"420\" w:hanging=\"420\"/>",
        run: "",
    },
    Paragraphs {
        id: "JianbaoLabel",
        name: "Jianbao Label",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:spacing w:before=\"120\"/>",
        run: "<w:color w:val=\"6F675E\"/><w:sz w:val=\"18\"/>",
    },
    Paragraphs {
        id: "JianbaoLabelCell",
        name: "Jianbao Label Cell",
        based_on: "Normal",
        paragraph: "<w:spacing w:line=\"280\" w:lineRule=\"auto\"/>",
        run: "<w:sz w:val=\"18\"/>",
    },
    Paragraphs { id: "ListParagraph", name: "List Paragraph", based_on: "Normal", paragraph: "", run: "" },
    Paragraphs {
        id: "JianbaoCode",
        name: "Jianbao Code",
        based_on: "Normal",
        paragraph: "",
        run: "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/><w:sz w:val=\"18\"/>",
    },
    Paragraphs {
        id: "FootnoteText",
        name: "footnote text",
        based_on: "Normal",
        paragraph: "<w:spacing w:line=\"280\" w:lineRule=\"auto\"/>",
        run: "<w:sz w:val=\"18\"/>",
    },
    Paragraphs {
        id: "TOCHeading",
        name: "TOC Heading",
        based_on: "Normal",
        paragraph: "<w:keepNext/><w:spacing w:before=\"320\" w:after=\"60\"/>",
        run: "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"SimHei\"/><w:sz w:val=\"24\"/>",
    },
    Paragraphs {
        id: "TOC1",
        name: "toc 1",
        based_on: "Normal",
        paragraph: "<w:spacing w:before=\"60\" w:line=\"280\" w:lineRule=\"auto\"/>",
        run: "",
    },
    Paragraphs {
        id: "TOC2",
        name: "toc 2",
        based_on: "Normal",
        paragraph: "<w:spacing w:line=\"280\" w:lineRule=\"auto\"/><w:ind w:left=\"420\"/>",
        run: "<w:sz w:val=\"19\"/>",
    },
    Paragraphs {
        id: "Header",
        name: "header",
        based_on: "Normal",
        paragraph: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"3\" w:color=\"C9BFB0\"/></w:pBdr><w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"right\"/>",
        run: "<w:color w:val=\"6F675E\"/><w:sz w:val=\"18\"/>",
    },
    Paragraphs {
        id: "Footer",
        name: "footer",
        based_on: "Normal",
        paragraph: "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
        run: "<w:color w:val=\"6F675E\"/><w:sz w:val=\"18\"/>",
    },
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
    for Paragraphs { id, name, based_on, paragraph, run } in PARAGRAPHS {
        // Whoever presses Enter at the end of one goes on in plain text, but in a list with its next item.
        let next = if id == "ListParagraph" { id } else { "Normal" };
        out.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:customStyle=\"{}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{based_on}\"/>\
            <w:next w:val=\"{next}\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>",
            u8::from(id.starts_with("Jianbao")),
        ));
    }
    out.push_str("</w:styles>");
    out
}
