//! `/enroll/language`: the languages that are offered; choosing one leads back.

use axum::response::Response;

use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::language::way_back;
use crate::portal::show;
use crate::render::frame::LanguageLink;
use crate::render::inform::Languages;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    // By the header, not the address: a link must not travel in one.
    let back = way_back(&ask.referer);
    let link = |language: &_| LanguageLink::new(*language, back);
    let languages = ask.choice.offered.iter().map(link).collect();
    show::page(&ask, None, Languages { languages })
}
