//! Whole journeys of people: the real binary, a real directory, a real mail server, a real browser, and a device
//! that speaks the real protocol.
//!
//! Every page on the way is looked at by [`eyes`]: at 390 and 320 px, light and dark. With `ENROLL_PICTURES=FOLDER`
//! pictures of the pages are kept there. To add a journey: a function in one of the files below.

mod asides;
mod device;
mod eyes;
mod keyboard;
mod late;
mod person;
mod school;
mod stops;
mod ways;
