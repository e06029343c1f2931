//! `/enroll/language`: the languages that are offered; choosing one leads back.

use axum::response::Response;

use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::language::way_back;
use crate::portal::show;
use crate::render::frame::LanguageLink;
use crate::render::inform::Languages;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let back = way_back(ask.fields.get("back"));
    let link = |language: &_| LanguageLink::new(*language, back);
    let languages = ask.choice.offered.iter().map(link).collect();
    show::page(&ask, None, Languages { languages })
}
