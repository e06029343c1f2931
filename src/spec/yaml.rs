//! YAML text to a small tree that knows where everything stands. The only place that knows a YAML parser:
//! to exchange the parser, rewrite this file.
//!
//! The parser is serde-saphyr's (its events, with byte ranges). Everything that a reader of configuration
//! should never have to wonder about is refused here: duplicate keys, merge keys, tags, keys that are not
//! words, a second document, empty values, and documents that grow out of proportion through aliases.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle, options};

use super::codes;
use super::yaml_fault::{self, Fault};

const DEEPEST: usize = 32;
const MOST_ALIASES: usize = 1_000;
/// How many nodes aliases may add to a document, beside one per byte of its text.
const MOST_GROWTH: usize = 100_000;

/// A value of the document.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it begins and, for a scalar or a flow collection, ends (bytes).
    pub span: Range<usize>,
    /// One past its last byte, what it contains included.
    pub end: usize,
    /// Nodes in it, aliases counted in full.
    weight: usize,
}

/// The kinds of values.
#[derive(Debug)]
pub enum Value {
    /// Nothing, `~`, `null` or an empty text; has been reported.
    Empty,
    /// A scalar as written.
    Scalar {
        /// Its text.
        text: String,
        /// Written without quotes.
        plain: bool,
    },
    /// A sequence.
    List(Vec<Slot>),
    /// A mapping in the order of the file, duplicate keys left out.
    Map(Vec<Entry>),
}

/// A value where it is used: for an alias, the place of the alias.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Where (bytes).
    pub span: Range<usize>,
    /// One past the last byte (of the alias or of the value).
    pub end: usize,
    /// The value.
    pub node: Rc<Node>,
}

/// A key with its value.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands (bytes).
    pub key_span: Range<usize>,
    /// The value.
    pub slot: Slot,
}

/// The document of `text`, and everything that is wrong with it. No document: the text is empty, or a fault
/// hides it.
pub fn parse(text: &str) -> (Option<Slot>, Vec<Fault>) {
    let mut builder = Builder::new(text);
    let parser = Parser::new_from_str_with_options(text, options! { emit_comments: false });
    for next in parser {
        let step = match next {
            Ok((event, span)) => builder.event(&event, &span),
            Err(error) => Err(yaml_fault::syntax(text, &error, builder.open_flow()).into()),
        };
        if let Err(fault) = step {
            builder.faults.push(*fault);
            return (None, builder.faults);
        }
    }
    (builder.root, builder.faults)
}

/// A collection that is not closed yet.
struct Frame {
    span: Range<usize>,
    flow: bool,
    anchor: usize,
    weight: usize,
    content: Content,
}

enum Content {
    List(Vec<Slot>),
    Map {
        entries: Vec<Entry>,
        seen: HashMap<String, Range<usize>>,
        key: Option<(String, Range<usize>)>,
    },
}

struct Builder<'t> {
    text: &'t str,
    stack: Vec<Frame>,
    root: Option<Slot>,
    documents: usize,
    anchors: HashMap<usize, Rc<Node>>,
    aliases: usize,
    faults: Vec<Fault>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            stack: Vec::new(),
            root: None,
            documents: 0,
            anchors: HashMap::new(),
            aliases: 0,
            faults: Vec::new(),
        }
    }

    /// First byte of the outermost `[` or `{` that is still open.
    fn open_flow(&self) -> Option<usize> {
        self.stack.iter().find(|f| f.flow).map(|f| f.span.start)
    }

    /// Takes one event. An error ends the document.
    fn event(&mut self, event: &Event<'_>, span: &Span) -> Result<(), Box<Fault>> {
        let tag_start = span.tag_start().and_then(|mark| mark.byte_offset());
        let span = span.byte_range().unwrap_or(0..0);
        if let Some(tag) = event.tag() {
            let written = tag.original();
            let start = tag_start.unwrap_or(span.start);
            self.faults.push(
                Fault::new(
                    codes::YAML_FEATURE,
                    start..start + written.len(),
                    "tags have no meaning here",
                )
                .hint("remove the `!…` before the value"),
            );
        }
        match event {
            Event::DocumentStart(..) => self.document(span),
            Event::SequenceStart(style, anchor, _) => {
                self.open(span, *style, *anchor, Content::List(Vec::new()))
            }
            Event::MappingStart(style, anchor, _) => {
                let content = Content::Map {
                    entries: Vec::new(),
                    seen: HashMap::new(),
                    key: None,
                };
                self.open(span, *style, *anchor, content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Scalar(text, style, anchor, _) => {
                let node = self.scalar(text, *style, &span);
                self.complete(node, *anchor)
            }
            Event::Alias(anchor) => self.alias(*anchor, span),
            _ => Ok(()),
        }
    }

    fn document(&mut self, span: Range<usize>) -> Result<(), Box<Fault>> {
        self.documents += 1;
        if self.documents > 1 {
            return Err(Fault::new(
                codes::SECOND_DOCUMENT,
                span,
                "a second document begins here",
            )
            .label("one file holds one document")
            .hint("move what follows into a file of its own, or remove this line")
            .into());
        }
        Ok(())
    }

    fn open(
        &mut self,
        span: Range<usize>,
        style: StructureStyle,
        anchor: usize,
        content: Content,
    ) -> Result<(), Box<Fault>> {
        if self.stack.len() >= DEEPEST {
            return Err(Fault::new(
                codes::YAML_BUDGET,
                span,
                format!("nested more than {DEEPEST} levels deep"),
            )
            .into());
        }
        self.stack.push(Frame {
            span,
            flow: style == StructureStyle::Flow,
            anchor,
            weight: 1,
            content,
        });
        Ok(())
    }

    fn close(&mut self, span: Range<usize>) -> Result<(), Box<Fault>> {
        let Some(frame) = self.stack.pop() else {
            return Ok(());
        };
        let last = match &frame.content {
            Content::List(items) => items.last().map(|slot| slot.end),
            Content::Map { entries, .. } => entries.last().map(|entry| entry.slot.end),
        };
        // The end of a block collection is reported where the next thing begins.
        let end = if frame.flow {
            span.end
        } else {
            last.unwrap_or(frame.span.end)
        };
        let value = match frame.content {
            Content::List(items) => Value::List(items),
            Content::Map { entries, .. } => Value::Map(entries),
        };
        let span = if frame.flow {
            frame.span.start..end
        } else {
            frame.span
        };
        let node = Node {
            value,
            span,
            end,
            weight: frame.weight,
        };
        self.complete(node, frame.anchor)
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: &Range<usize>) -> Node {
        let plain = style == ScalarStyle::Plain;
        let nothing = text.trim().is_empty()
            || plain && (span.is_empty() || matches!(text, "~" | "null" | "Null" | "NULL"));
        let value = if nothing {
            Value::Empty
        } else {
            Value::Scalar {
                text: text.to_owned(),
                plain,
            }
        };
        // A block scalar's text ends with its line break, which belongs to nobody.
        let end = span.start + self.text.get(span.clone()).unwrap_or("").trim_end().len();
        Node {
            value,
            span: span.start..end,
            end,
            weight: 1,
        }
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<(), Box<Fault>> {
        self.aliases += 1;
        if self.aliases > MOST_ALIASES {
            let message = format!("more than {MOST_ALIASES} aliases in one file");
            return Err(Fault::new(codes::YAML_BUDGET, span, message).into());
        }
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            let message = "this alias stands inside the value that it names";
            return Err(Fault::new(codes::YAML_FEATURE, span, message).into());
        };
        let end = span.end;
        self.place(Slot { span, end, node })
    }

    fn complete(&mut self, node: Node, anchor: usize) -> Result<(), Box<Fault>> {
        let node = Rc::new(node);
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.place(Slot {
            span: node.span.clone(),
            end: node.end,
            node,
        })
    }

    /// Puts a finished value where it belongs.
    fn place(&mut self, slot: Slot) -> Result<(), Box<Fault>> {
        let most = self.text.len() + MOST_GROWTH;
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(slot);
            return Ok(());
        };
        frame.weight = frame.weight.saturating_add(slot.node.weight);
        if frame.weight > most {
            let message = "aliases make this document larger than any list of people";
            return Err(Fault::new(codes::YAML_BUDGET, slot.span, message).into());
        }
        match &mut frame.content {
            Content::List(items) => {
                if matches!(slot.node.value, Value::Empty) {
                    self.faults.push(yaml_fault::empty_item(&slot.span));
                }
                items.push(slot);
            }
            Content::Map { entries, seen, key } => match key.take() {
                None => *key = Some(key_of(slot, &mut self.faults)),
                Some((name, key_span)) => {
                    if matches!(slot.node.value, Value::Empty) {
                        self.faults.push(yaml_fault::empty_value(
                            self.text, &name, &key_span, &slot.span,
                        ));
                    }
                    if let Some(first) = seen.get(&name) {
                        self.faults
                            .push(yaml_fault::duplicate_key(&name, &key_span, first));
                    } else {
                        seen.insert(name.clone(), key_span.clone());
                        entries.push(Entry {
                            key: name,
                            key_span,
                            slot,
                        });
                    }
                }
            },
        }
        Ok(())
    }
}

/// The word of a key, what is not a word being reported.
fn key_of(slot: Slot, faults: &mut Vec<Fault>) -> (String, Range<usize>) {
    match &slot.node.value {
        Value::Scalar { text, plain } => {
            if *plain && text == "<<" {
                faults.push(
                    Fault::new(codes::MERGE_KEY, slot.span.clone(), "merge keys are refused")
                        .label("a reader should see every key")
                        .hint("write the keys out, or put what all invitations share under `defaults` in enroll.yaml"),
                );
            }
            (text.clone(), slot.span)
        }
        _ => {
            let message = "a key must be a word";
            faults.push(Fault::new(codes::YAML_FEATURE, slot.span.clone(), message));
            (String::new(), slot.span)
        }
    }
}
