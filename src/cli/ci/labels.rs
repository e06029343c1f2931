//! The label of a pull request: one of ours, in place of the one before.

use reqwest::Method;
use serde_json::{Value, json};

use super::forge::{Host, Thread};
use crate::cli::global::Failure;
use crate::report::label::Label;

impl Thread {
    /// Sets `label`, and takes the others of the same `plan` away. Labels of anybody else stay.
    ///
    /// # Errors
    /// The host does not answer, or refuses.
    pub(super) async fn set_label(&self, label: Label, plan: Option<&str>) -> Result<(), Failure> {
        let name = label.name(plan);
        let others = Label::ALL.into_iter().filter(|other| *other != label);
        let others: Vec<String> = others.map(|other| other.name(plan)).collect();
        let url = self.labels();
        match self.host() {
            Host::Gitlab => {
                let wanted = json!({ "add_labels": name, "remove_labels": others.join(",") });
                self.ask::<Value>(Method::PUT, url, Some(&wanted)).await?;
            }
            Host::Github => {
                let there: Vec<Value> = self.ask(Method::GET, url, None).await?;
                let there: Vec<&str> = there.iter().filter_map(|l| l["name"].as_str()).collect();
                if !there.contains(&name.as_str()) {
                    let wanted = json!({ "labels": [name] });
                    self.ask::<Value>(Method::POST, url, Some(&wanted)).await?;
                }
                for old in others.iter().filter(|old| there.contains(&old.as_str())) {
                    self.ask::<Value>(Method::DELETE, &format!("{url}/{old}"), None)
                        .await?;
                }
            }
        }
        Ok(())
    }
}
