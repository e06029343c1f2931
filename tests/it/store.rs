//! Both databases have the same shape, and understand every statement that is ever sent to them.

use std::collections::BTreeSet;

use enroll::store::{Access, Db, STATEMENTS};
use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};

use crate::support::database::Database;
use crate::support::folder;

async fn open(database: &Database) -> Db {
    let folder = folder::fresh("store-");
    Db::open(database.url(), folder.path(), Access::Create)
        .await
        .unwrap()
}

#[tokio::test]
async fn every_statement_is_understood_by_both_databases() {
    let databases = [Database::sqlite(), Database::postgres()];
    let mut refused = Vec::new();
    let mut names = BTreeSet::new();
    for database in &databases {
        let db = open(database).await;
        for (file, statements) in STATEMENTS {
            for (name, sql) in *statements {
                names.insert((file, name));
                let sql = AssertSqlSafe(*sql).into_sql_str();
                let prepared = match &db {
                    Db::Sqlite { writer, .. } => writer.prepare(sql).await.map(|_| ()),
                    Db::Postgres(pool) => pool.prepare(sql).await.map(|_| ()),
                };
                refused.extend(
                    prepared
                        .err()
                        .map(|error| format!("{file}::{name}: {error}")),
                );
            }
        }
    }
    assert!(refused.is_empty(), "\n{}\n", refused.join("\n"));
    assert!(names.len() > 50, "{names:?}");
}

#[test]
fn every_file_with_statements_lists_them() {
    let listed: BTreeSet<_> = STATEMENTS
        .iter()
        .map(|(file, _)| (*file).to_owned())
        .collect();
    let written: BTreeSet<_> = crate::support::source::all("src")
        .into_iter()
        .filter(|file| file.text.contains("\nstatements! {"))
        .map(|file| file.path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, written);
}

/// Table, column and whether it may be empty.
type Column = (String, String, bool);

const SQLITE: &str = "SELECT m.name, c.name, c.\"notnull\" = 0 FROM sqlite_master m, pragma_table_info(m.name) c \
                      WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, is_nullable = 'YES' \
                        FROM information_schema.columns \
                        WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_%'";

async fn columns(db: &Db) -> BTreeSet<Column> {
    let rows: Vec<Column> = match db {
        Db::Sqlite { writer, .. } => sqlx::query_as(SQLITE).fetch_all(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(POSTGRES).fetch_all(pool).await.unwrap(),
    };
    rows.into_iter().collect()
}

#[tokio::test]
async fn both_databases_have_the_same_columns() {
    let (sqlite, postgres) = (Database::sqlite(), Database::postgres());
    let (a, b) = (
        columns(&open(&sqlite).await).await,
        columns(&open(&postgres).await).await,
    );
    let differ: Vec<_> = a.symmetric_difference(&b).collect();
    assert!(differ.is_empty(), "{differ:?}");
    assert!(a.len() > 100, "{}", a.len());
}
