//! Devices, the latest to enroll first.

use super::{Listing, Paging};
use crate::model::device::Device;
use crate::store::device::{Row, select};
use crate::store::{Error, Tx};

macro_rules! page {
    ($of:literal, $than:literal, $order:literal) => {
        concat!(
            select!("WHERE "),
            $of,
            " AND (CAST($2 AS TEXT) IS NULL OR site = $2) AND (CAST($3 AS TEXT) IS NULL OR ownership = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR substr(serial, 1, length($4)) = $4) AND (enrolled_at, id) ",
            $than,
            " ($5, $6) ORDER BY enrolled_at ",
            $order,
            ", id ",
            $order,
            " LIMIT $7"
        )
    };
}

statements! {
    NEWEST = page!("CAST($1 AS TEXT) IS NULL", "<", "DESC");
    OLDEST = page!("CAST($1 AS TEXT) IS NULL", ">", "ASC");
    NEWEST_OF = page!("invitation = $1", "<", "DESC");
    OLDEST_OF = page!("invitation = $1", ">", "ASC");
    AT = "SELECT enrolled_at, id FROM device WHERE id = $1";
    OF_RECIPIENT = select!("WHERE enrollment IN (SELECT id FROM enrollment WHERE recipient = $1) \
                           ORDER BY enrolled_at DESC, id LIMIT 50");
}

/// Which devices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// That came by this invitation.
    pub invitation: Option<String>,
    /// Of this site.
    pub site: Option<String>,
    /// `institution` or `personal`.
    pub ownership: Option<String>,
    /// Whose serial number begins so.
    pub serial: Option<String>,
}

impl Tx {
    /// A page of devices, the latest to enroll first; reversed, the earliest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn devices_page(
        &mut self,
        filter: &Filter,
        paging: &Paging,
    ) -> Result<Listing<Device>, Error> {
        let (at, id) = self.start(AT, paging).await?;
        let statement = match (&filter.invitation, paging.reversed) {
            (None, false) => NEWEST,
            (None, true) => OLDEST,
            (Some(_), false) => NEWEST_OF,
            (Some(_), true) => OLDEST_OF,
        };
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(statement)
            .bind(filter.invitation.as_deref())
            .bind(filter.site.as_deref())
            .bind(filter.ownership.as_deref())
            .bind(filter.serial.as_deref())
            .bind(at)
            .bind(&id)
            .bind(paging.rows())
            .fetch_all(c)
            .await)?;
        let rows: Vec<Device> = rows
            .into_iter()
            .map(Device::try_from)
            .collect::<Result<_, _>>()?;
        Ok(Listing::of(rows, paging, |device| device.id.0.clone()))
    }

    /// The latest devices that came by a recipient's link.
    ///
    /// # Errors
    /// What the database says.
    pub async fn devices_of_recipient(&mut self, uid: &str) -> Result<Vec<Device>, Error> {
        let rows: Vec<Row> =
            on!(self, c => sqlx::query_as(OF_RECIPIENT).bind(uid).fetch_all(c).await)?;
        rows.into_iter().map(Device::try_from).collect()
    }
}
