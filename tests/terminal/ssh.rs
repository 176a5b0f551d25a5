//! Tests the program through a real OpenSSH server on the loopback interface, with temporary keys, and
//! counts the bytes on the connection.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::process::Process;
use crate::session::{A_SECOND, BINARY, LIMIT, SIZE, Session, eventually};

/// OpenSSH server, and the folder with all of its files.
struct Server {
    folder: PathBuf,
    daemon: Child,
    port: u16,
    /// Number of bytes sent from the server to the client.
    wire: Arc<AtomicU64>,
}

impl Server {
    fn start(name: &str) -> Self {
        let name = format!("ssh-{name}-{}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for key in ["host_key", "user_key"] {
            make_key(&folder.join(key));
        }
        fs::copy(folder.join("user_key.pub"), folder.join("authorized_keys")).unwrap();
        let port = free_port();
        let configuration = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {0}/host_key\n\
             AuthorizedKeysFile {0}/authorized_keys\nStrictModes no\nUsePAM no\n\
             PermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
             PidFile none\nAcceptEnv LANG\nMaxStartups 100\n",
            folder.display()
        );
        fs::write(folder.join("sshd_config"), configuration).unwrap();
        // A server that runs as root needs this folder, which the service of the system usually makes.
        let _ = fs::create_dir("/run/sshd");
        let daemon = Command::new(sshd())
            .args(["-D", "-e", "-f"])
            .arg(folder.join("sshd_config"))
            .stderr(fs::File::create(folder.join("log")).unwrap())
            .spawn()
            .unwrap();
        let answers = || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
        let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!(eventually(LIMIT, answers), "{}", log());
        let wire = Arc::new(AtomicU64::new(0));
        let port = relay(port, Arc::clone(&wire));
        Self {
            folder,
            daemon,
            port,
            wire,
        }
    }

    /// Starts a client that logs in and runs a command.
    fn log_in(&self, command: &str) -> Session {
        let key = self.folder.join("user_key").display().to_string();
        let port = self.port.to_string();
        let arguments = [
            "-tt",
            "-F",
            "/dev/null",
            "-i",
            &key,
            "-p",
            &port,
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "LogLevel=ERROR",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "SendEnv=LANG",
            "127.0.0.1",
            command,
        ];
        Session::start("ssh", &arguments, SIZE)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Returns the full path of the server, which refuses to be started without one.
fn sshd() -> PathBuf {
    let mut places = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"]
        .into_iter()
        .map(PathBuf::from);
    places
        .find(|place| place.is_file())
        .expect("an OpenSSH server is needed: apt-get install openssh-server")
}

fn make_key(file: &Path) {
    let status = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(file)
        .stdin(Stdio::null())
        .status()
        .expect("ssh-keygen is needed: apt-get install openssh-client");
    assert!(status.success());
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Starts a relay to the port `server`, and returns the port of the relay. The bytes that come back from
/// the server are added to `back`.
fn relay(server: u16, back: Arc<AtomicU64>) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).unwrap();
            let there = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || carry(there.0, there.1, &AtomicU64::new(0)));
            let back = Arc::clone(&back);
            thread::spawn(move || carry(server, client, &back));
        }
    });
    port
}

fn carry(mut from: TcpStream, mut to: TcpStream, counter: &AtomicU64) {
    let mut chunk = [0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut chunk) {
        counter.fetch_add(count as u64, Ordering::SeqCst);
        if to.write_all(&chunk[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}

#[test]
fn a_session_trains_quits_and_leaves_a_clean_terminal() {
    let server = Server::start("session");
    let mut session = server.log_in(&format!("{BINARY} --speed 1000; echo code $?"));
    session.wait_for(&[
        "Training Loss",
        "400 points · seed 95",
        "FINISHED",
        "loss 0.01524",
    ]);
    session.press("r");
    session.wait_for(&["RUNNING"]);
    session.press("q");
    session.wait_for(&["code 0"]);
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn a_client_that_is_killed_takes_it_along() {
    let server = Server::start("killed");
    for (seed, arguments) in [
        ("95001", "--speed max --epochs 1000000000"),
        ("95002", "--epochs 1000000"),
        ("95003", "--paused"),
    ] {
        let session = server.log_in(&format!("{BINARY} {arguments} --init-seed {seed}"));
        session.wait_for(&["quit", "Training Loss"]);
        let process = Process::find(seed);
        let begun = Instant::now();
        session.process().signal(Signal::KILL);
        assert!(process.ends_within(A_SECOND), "{arguments}: it goes on");
        println!("{arguments}: gone after {:?}", begun.elapsed());
    }
}

#[test]
fn ten_seconds_of_training_are_few_bytes_on_the_wire() {
    let server = Server::start("wire");
    for (arguments, most) in [
        ("--epochs 1000000", 16.0),
        ("--speed max --epochs 1000000000", 64.0),
    ] {
        let mut session = server.log_in(&format!("{BINARY} {arguments}"));
        session.wait_for(&["RUNNING", "quit"]);
        let (before, begun) = (server.wire.load(Ordering::SeqCst), Instant::now());
        thread::sleep(Duration::from_secs(10));
        let bytes = (server.wire.load(Ordering::SeqCst) - before) as f64;
        let rate = bytes / 1024.0 / begun.elapsed().as_secs_f64();
        println!("{arguments}: {rate:.1} KiB a second on the wire");
        assert!(rate <= most, "{arguments}: {rate:.1} KiB a second");
        session.press("q");
        assert_eq!(session.exit_code(), 0);
    }
}

#[test]
fn it_is_suspended_and_continued_in_a_shell_at_the_other_end() {
    let server = Server::start("shell");
    let mut session = server.log_in("env 'PS1=$ ' bash --norc --noprofile --noediting -i");
    session.wait_for(&["$"]);
    session.enter(&format!("{BINARY} --paused"));
    session.wait_for(&["PAUSED", "quit"]);
    let picture = session.text();
    session.press("\x1a");
    session.wait_for(&["Stopped"]);
    session.enter("fg");
    session.wait_until("same picture", || session.text() == picture);
    session.press("q");
    session.wait_until("shell", || !session.is_alternate());
    session.enter("exit");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}
