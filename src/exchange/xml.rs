//! XML and HTML as they are written: every text escaped, every element closed.

/// A document that is being written. Names are the program's own; texts may be anybody's.
#[derive(Debug, Default)]
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document that begins with these characters: a declaration or a document type.
    pub(super) fn new(head: &str) -> Self {
        Self { out: head.to_owned(), open: Vec::new() }
    }

    /// Begins an element.
    pub(super) fn start(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the innermost element.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element of HTML that never has content, such as `br`.
    pub(super) fn void(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push('>');
    }

    /// An element that holds a text.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.text(text);
        self.end();
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        escape(&mut self.out, text, false);
    }

    /// What is markup already, of the program's own making.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// How many bytes there are by now.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// The document, every element closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(&mut self.out, value, true);
            self.out.push('"');
        }
    }
}

/// Line ends and tabulators in attributes would be read as spaces, a carriage return anywhere as a line feed: they are written
/// as references.
fn escape(out: &mut String, text: &str, in_attribute: bool) {
    for ch in text.chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(ch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let mut xml = Xml::new("");
        xml.start("a", &[("b", "\"<\n")]);
        xml.element("c", &[], "</a>&amp;\r");
        xml.empty("d", &[]);
        assert_eq!(xml.finish(), "<a b=\"&quot;&lt;&#10;\"><c>&lt;/a&gt;&amp;amp;&#13;</c><d/></a>");
    }
}
