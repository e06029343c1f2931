//! Devices, the latest to enroll first.

use super::super::cells::{choice, search, spoken, words};
use super::super::list::Listed;
use super::super::look::{Error, Looked};
use super::{given, sites};
use crate::base::mask::Pii;
use crate::model::device::Device;
use crate::ops::console::lists;
use crate::render::console::{Cell, Filter};
use crate::report::csv;
use crate::report::view::{self, DeviceView};
use crate::store::listing::devices::Filter as Wanted;
use crate::store::listing::{Listing, Paging};

/// Devices, the latest to enroll first.
pub(in super::super) struct Devices;

impl Listed for Devices {
    type Row = Device;
    type View = DeviceView;

    const NAME: &'static str = "devices";
    const TITLE: &'static str = "Devices";
    const EMPTY: &'static str = "No device is like that.";
    const FILTERS: &'static [&'static str] = &["invitation", "site", "ownership", "serial"];
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("Serial", false),
        ("Device", false),
        ("iOS", false),
        ("Owner", false),
        ("Person", false),
        ("Site", false),
        ("Invitation", false),
        ("Enrolled", true),
        ("Seen last", false),
    ];
    const DESCENDING: bool = true;

    async fn read(look: &Looked, paging: &Paging) -> Result<Listing<Device>, Error> {
        let all = look.viewer()?.sees_all();
        let filter = Wanted {
            invitation: given(look, "invitation"),
            site: given(look, "site"),
            ownership: given(look, "ownership"),
            serial: given(look, "serial").filter(|_| all),
        };
        Ok(lists::devices(look.app(), &filter, paging).await?)
    }

    fn view(row: &Device, pii: Pii, salt: &[u8]) -> DeviceView {
        view::device(row, pii, salt)
    }

    fn csv(rows: &[DeviceView]) -> String {
        csv::devices(rows)
    }

    fn cells(look: &Looked, row: &Device, view: &DeviceView) -> Vec<Cell> {
        let invitation = match &view.invitation {
            Some(id) => Cell::text(id.clone()).to(format!("/console/i/{id}")),
            None => Cell::text("open enrollment"),
        };
        let seen = match row.checked_out_at {
            Some(at) => look.time(at).small(Some("left".to_owned())),
            None => look.time(row.seen_at),
        };
        vec![
            Cell::or_dash(view.serial.clone()).mono(),
            Cell::or_dash(view.product.clone()).small(view.name.clone()),
            Cell::or_dash(view.os_version.clone()),
            Cell::text(spoken(view.ownership)),
            Cell::or_dash(view.person.clone()).small(view.person_name.clone()),
            Cell::or_dash(view.site.clone()),
            invitation,
            look.time(row.enrolled_at),
            seen,
        ]
    }

    async fn filters(look: &Looked) -> Result<Vec<Filter>, Error> {
        let is = |name: &str| look.fields.get(name).to_owned();
        let mut filters = vec![
            search("invitation", "Invitation", &is("invitation")),
            choice("site", "Site", &is("site"), sites(look).await?),
            words(
                "ownership",
                "Owner",
                &is("ownership"),
                ["institution", "personal"],
            ),
        ];
        if look.viewer()?.sees_all() {
            filters.push(search("serial", "Serial begins with", &is("serial")));
        }
        Ok(filters)
    }
}
