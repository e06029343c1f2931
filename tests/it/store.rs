//! Both databases have the same shape, and understand every statement that is ever sent to them.

use std::collections::BTreeSet;
use std::time::Duration;

use enroll::model::declared::Kind;
use enroll::store::declared::Entry;
use enroll::store::{Access, Db, STATEMENTS, Tx};
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
                    Db::Sqlite { writer, .. } => {
                        let mut loan = writer.lend().await.unwrap();
                        let prepared = loan.connection().unwrap().prepare(sql).await;
                        prepared.map(|_| ())
                    }
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
        Db::Sqlite { writer, .. } => {
            let mut loan = writer.lend().await.unwrap();
            let connection = loan.connection().unwrap();
            sqlx::query_as(SQLITE).fetch_all(connection).await.unwrap()
        }
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

/// Writes a site of this id.
async fn put(tx: &mut Tx, value: &str) {
    tx.create_declared(&entry(value), "run").await.unwrap();
}

fn entry(id: &str) -> Entry<'_> {
    Entry {
        kind: Kind::Site,
        id,
        body: "{}",
        digest: "",
        source: "",
        place: "",
    }
}

async fn sites(db: &Db) -> usize {
    let mut tx = db.look().await.unwrap();
    tx.declared_all(Kind::Site).await.unwrap().len()
}

both_databases!(what_was_not_committed_never_happened, |url| async {
    let folder = folder::fresh("store-");
    let db = Db::open(url, folder.path(), Access::Create).await.unwrap();
    // As often as there are connections, and once more.
    for round in 0..20 {
        let mut dropped = db.write().await.unwrap();
        put(&mut dropped, &format!("dropped-{round}")).await;
        drop(dropped);
        let mut read = db.read().await.unwrap();
        assert!(
            read.declared(Kind::Site, "dropped-0")
                .await
                .unwrap()
                .is_none()
        );
    }
    assert_eq!(sites(&db).await, 0);
    let mut kept = db.write().await.unwrap();
    put(&mut kept, "kept").await;
    kept.commit().await.unwrap();
    assert_eq!(sites(&db).await, 1);
});

both_databases!(who_stops_waiting_leaves_nothing_behind, |url| async {
    let folder = folder::fresh("store-");
    let db = Db::open(url, folder.path(), Access::Create).await.unwrap();
    for round in 0..200u64 {
        let work = async {
            let mut tx = db.write().await.unwrap();
            put(&mut tx, &format!("cut-{round}")).await;
            put(&mut tx, &format!("short-{round}")).await;
            tx.commit().await.unwrap();
        };
        let _ = tokio::time::timeout(Duration::from_micros(round * 10), work).await;
    }
    let (cut, short) = {
        let mut tx = db.look().await.unwrap();
        let all = tx.declared_all(Kind::Site).await.unwrap();
        let count = |what: &str| all.iter().filter(|(id, _)| id.starts_with(what)).count();
        (count("cut"), count("short"))
    };
    assert_eq!(cut, short, "both or neither");
    let mut tx = db.write().await.unwrap();
    put(&mut tx, "last").await;
    tx.commit().await.unwrap();
});

#[tokio::test]
async fn a_closed_file_has_no_journal() {
    let folder = folder::fresh("store-");
    let db = Db::open("sqlite://x.db", folder.path(), Access::Create);
    let db = db.await.unwrap();
    let mut tx = db.write().await.unwrap();
    put(&mut tx, "one").await;
    let lent = db.look().await.unwrap();
    tx.commit().await.unwrap();
    assert!(folder.path().join("x.db-wal").exists());
    let close = db.close();
    let back = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        drop(lent);
    };
    tokio::join!(close, back);
    assert!(!folder.path().join("x.db-wal").exists());
    assert!(db.look().await.is_err(), "closed for good");
}
