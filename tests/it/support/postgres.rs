//! PostgreSQL: one throw-away cluster for the run, one database for each test.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, chown},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use url::Url;

use super::{
    folder, port,
    process::{Process, tied, until},
};

static SHARED: LazyLock<Postgres> = LazyLock::new(|| Postgres::start(Fsync::Off));
static COUNT: AtomicU32 = AtomicU32::new(0);

/// Whether commits reach the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fsync {
    /// Fast: a crash of the machine may lose the cluster. Enough for all tests that do not crash it.
    Off,
    /// As in production, for tests that kill the server.
    On,
}

/// A new, empty database in the shared cluster.
pub fn fresh_database() -> Url {
    SHARED.fresh_database()
}

/// A role that may only read what is in a database of the shared cluster now.
pub fn read_only_role(database: &Url) -> Url {
    SHARED.read_only_role(database)
}

/// Everything in a database, as `pg_dump` writes it: binary columns in hexadecimal.
pub fn dump(database: &Url) -> String {
    let output = Command::new(bin("pg_dump"))
        .args(["--no-owner", "--inserts", database.as_str()])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A cluster of its own. It is stopped when dropped.
pub struct Postgres {
    data: PathBuf,
    port: u16,
    fsync: Fsync,
    process: Mutex<Option<Process>>,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start(fsync: Fsync) -> Self {
        let data = folder::fresh("postgres-").keep();
        initialise(&data);
        for _ in 0..5 {
            let cluster = Self {
                data: data.clone(),
                port: port::free(),
                fsync,
                process: Mutex::new(None),
            };
            if cluster.try_up() {
                return cluster;
            }
        }
        panic!("PostgreSQL does not start: {}", log(&data));
    }

    /// Starts it again on the same port after [`Postgres::down`] or [`Postgres::kill9`].
    pub fn up(&self) {
        assert!(
            self.try_up(),
            "PostgreSQL does not start: {}",
            log(&self.data)
        );
    }

    /// Shuts it down: connections are closed, clients see the server go away.
    pub fn down(&self) {
        let process = self.process.lock().unwrap().take();
        process.expect("a running PostgreSQL").stop("INT");
    }

    /// Cuts it off, as a power cut would.
    pub fn kill9(&self) {
        let process = self.process.lock().unwrap().take();
        process.expect("a running PostgreSQL").kill9();
    }

    /// A new, empty database.
    pub fn fresh_database(&self) -> Url {
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.query("postgres", &format!("CREATE DATABASE {name}"));
        self.url("postgres", &name)
    }

    /// A role that may only read what is in `database` now.
    pub fn read_only_role(&self, database: &Url) -> Url {
        let name = database.path().trim_start_matches('/');
        let role = format!("reader_of_{name}");
        self.query(
            name,
            &format!(
                "CREATE ROLE {role} LOGIN;
                 ALTER ROLE {role} SET default_transaction_read_only = on;
                 GRANT USAGE ON SCHEMA public TO {role};
                 GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role};"
            ),
        );
        self.url(&role, name)
    }

    /// Runs SQL as the superuser and returns the rows, one a line, columns split by `|`.
    pub fn query(&self, database: &str, sql: &str) -> String {
        let output = self.psql(database, sql);
        assert!(
            output.status.success(),
            "{sql}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn psql(&self, database: &str, sql: &str) -> std::process::Output {
        let url = self.url("postgres", database);
        Command::new(bin("psql"))
            .args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, url.as_str()])
            .output()
            .unwrap()
    }

    fn url(&self, role: &str, database: &str) -> Url {
        format!("postgres://{role}@127.0.0.1:{}/{database}", self.port)
            .parse()
            .unwrap()
    }

    fn try_up(&self) -> bool {
        let mut process = Process::start(self.command());
        let ready = until(Duration::from_secs(60), || match process.ended() {
            Some(_) => Some(false),
            None => self
                .psql("postgres", "SELECT 1")
                .status
                .success()
                .then_some(true),
        });
        let ready = ready == Some(true);
        if ready {
            *self.process.lock().unwrap() = Some(process);
        }
        ready
    }

    fn command(&self) -> Command {
        let mut command = as_owner(Command::new("setpriv"));
        // Tied after the change of user, which would untie it. QUIT is PostgreSQL's immediate shutdown:
        // unlike KILL it leaves no shared memory behind.
        let tied = tied("QUIT", bin("postgres"));
        command
            .stdin(Stdio::null())
            .arg(tied.get_program())
            .args(tied.get_args());
        let fsync = if self.fsync == Fsync::On { "on" } else { "off" };
        command.arg("-D").arg(&self.data);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=32MB",
            &format!("port={}", self.port),
            &format!("fsync={fsync}"),
            &format!("synchronous_commit={fsync}"),
            &format!("full_page_writes={fsync}"),
        ] {
            command.args(["-c", setting]);
        }
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(log_path(&self.data))
            .unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.lock().unwrap().take() {
            process.stop("QUIT");
        }
        fs::remove_dir_all(&self.data).ok();
    }
}

/// English sorting by ICU, as in most real clusters: SQLite sorts by bytes, so a query that relies on the
/// database's order differs between the two and is found.
fn initialise(data: &Path) {
    if let Some(postgres) = owner() {
        chown(data, Some(postgres), None).unwrap();
    }
    let output = as_owner(Command::new("setpriv"))
        .arg(bin("initdb"))
        .arg("-D")
        .arg(data)
        .args([
            "--no-sync",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
        ])
        .args([
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=en-US",
        ])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "initdb: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// PostgreSQL refuses to run as root: then it runs as the user of its package.
fn owner() -> Option<u32> {
    let root = fs::metadata("/proc/self").unwrap().uid() == 0;
    root.then(|| {
        fs::metadata("/var/lib/postgresql")
            .expect("the home of user postgres (package postgresql)")
            .uid()
    })
}

fn as_owner(mut setpriv: Command) -> Command {
    if let Some(postgres) = owner() {
        setpriv
            .arg(format!("--reuid={postgres}"))
            .args(["--regid=nogroup", "--clear-groups"]);
    }
    setpriv.arg("--");
    setpriv
}

/// A program of the newest PostgreSQL on this machine.
fn bin(program: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL (package postgresql)");
    let newest = versions
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse::<u32>().ok())
        .max();
    PathBuf::from(format!(
        "/usr/lib/postgresql/{}/bin/{program}",
        newest.expect("a version of PostgreSQL")
    ))
}

fn log_path(data: &Path) -> PathBuf {
    data.with_extension("log")
}

fn log(data: &Path) -> String {
    fs::read_to_string(log_path(data)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection as _, PgConnection};

    async fn run(database: &Url, sql: &'static str) -> Result<(), sqlx::Error> {
        let mut connection = PgConnection::connect(database.as_str()).await?;
        sqlx::raw_sql(sql).execute(&mut connection).await?;
        connection.close().await
    }

    #[tokio::test]
    async fn each_database_is_empty_and_its_own() {
        let (one, other) = (fresh_database(), fresh_database());
        run(&one, "CREATE TABLE site (id TEXT)").await.unwrap();
        run(&other, "CREATE TABLE site (id TEXT)").await.unwrap();
    }

    #[tokio::test]
    async fn the_read_only_role_reads_and_nothing_else() {
        let database = fresh_database();
        run(&database, "CREATE TABLE site (id TEXT)").await.unwrap();
        let reader = read_only_role(&database);
        run(&reader, "SELECT id FROM site").await.unwrap();
        for refused in [
            "INSERT INTO site VALUES ('berlin')",
            "CREATE TABLE other (id TEXT)",
        ] {
            run(&reader, refused).await.unwrap_err();
            let insisting = if refused.starts_with("INSERT") {
                "SET default_transaction_read_only = off; INSERT INTO site VALUES ('berlin')"
            } else {
                "SET default_transaction_read_only = off; CREATE TABLE other (id TEXT)"
            };
            run(&reader, insisting).await.unwrap_err();
        }
    }

    #[tokio::test]
    async fn a_durable_cluster_keeps_what_was_committed_before_a_power_cut() {
        let cluster = Postgres::start(Fsync::On);
        let database = cluster.fresh_database();
        run(
            &database,
            "CREATE TABLE site (id TEXT); INSERT INTO site VALUES ('berlin')",
        )
        .await
        .unwrap();
        cluster.kill9();
        run(&database, "SELECT 1").await.unwrap_err();
        cluster.up();
        run(&database, "SELECT 1 / count(*) FROM site")
            .await
            .unwrap();
        cluster.down();
        run(&database, "SELECT 1").await.unwrap_err();
    }
}
