"""Databases that are asked what benchmarks/estate.py asks: each from a table of its own, sorted or indexed so that all that is asked lies together.

Each class: INSTALLED (a program's path), build(csv) -> Took, ask(query) -> (numbers, processor seconds of the server), close(). One core each. What runs lies in
a folder of its own and listens on a socket or on loopback; it is stopped by close().
"""
import os
import shutil
import socket
import subprocess
import tempfile
import time

from measuring import Took, run

COLUMNS = "id operator country region site function supplier model serial version quantity premises ordered_on installed_on in_service_from affected".split()
NUMBERS = ("quantity", "premises")
ASKED = "function, supplier, installed_on, in_service_from"
REST = "quantity, premises, region, site"
TICK = os.sysconf("SC_CLK_TCK")


def table(text, number):
    return ", ".join(f"{c} {number if c in NUMBERS else text}" for c in COLUMNS)


def processor(pid, children=False):
    """Seconds of a process so far, with those of children that have ended."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
        t = f.read().rsplit(")", 1)[1].split()[11:15]
    return sum(int(x) for x in (t if children else t[:2])) / TICK


def numbers(line, between, none):
    return [None if x == none else int(x) for x in line.split(between)]


class Sqlite:
    NAME, INSTALLED = "sqlite3", shutil.which("sqlite3")

    def __init__(self, work):
        self.database, self.script = os.path.join(work, "estate.db"), os.path.join(work, "estate.sql")
        self.close()

    def build(self, path):
        with open(self.script, "w", encoding="utf-8") as f:
            f.write(f"PRAGMA journal_mode=off;\nPRAGMA synchronous=off;\nCREATE TABLE e({table('TEXT', 'INTEGER')});\n.mode csv\n.import --skip 1 {path} e\nCREATE INDEX asked ON e({ASKED}, {REST});\n")
        return run(["sqlite3", self.database], stdin=self.script)

    def ask(self, query):
        out = subprocess.run(["sqlite3", self.database], input=f".timer on\n{query};\n", capture_output=True, text=True, check=True).stdout
        lines = out.strip().splitlines()
        t = lines[1].split()
        return numbers(lines[0], "|", ""), float(t[t.index("user") + 1]) + float(t[t.index("sys") + 1])

    def close(self):
        for left in (self.database, self.script):
            if os.path.exists(left):
                os.remove(left)


class Postgres:
    """A cluster of its own under /tmp; as root it runs as the user that the package made."""
    BINS = "/usr/lib/postgresql/15/bin"
    NAME, INSTALLED = "PostgreSQL 15", os.path.exists(f"{BINS}/initdb")

    def __init__(self, _work):
        self.dir = tempfile.mkdtemp(prefix="rf-pg-")
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.dir, "postgres", "postgres")
        self.do([f"{self.BINS}/initdb", "-D", f"{self.dir}/data", "-A", "trust", "-U", "postgres", "--locale=C"])
        options = f"-k {self.dir} -c listen_addresses='' -c fsync=off -c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0 -c maintenance_work_mem=1GB -c max_wal_size=8GB -c work_mem=256MB -c shared_buffers=1GB -c jit=off -c autovacuum=off"
        self.do([f"{self.BINS}/pg_ctl", "-D", f"{self.dir}/data", "-w", "-o", options, "-l", f"{self.dir}/log", "start"])
        with open(f"{self.dir}/data/postmaster.pid", encoding="utf-8") as f:
            self.pid = int(f.readline())

    def do(self, argv):
        subprocess.run(self.as_user + argv, check=True, stdout=subprocess.DEVNULL, cwd="/tmp")

    def psql(self, text, stdin=None):
        argv = [f"{self.BINS}/psql", "-h", self.dir, "-U", "postgres", "-Atq", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c", text]
        return subprocess.run(argv, stdin=stdin, capture_output=True, text=True, check=True).stdout

    def settled(self):
        """Processor seconds of backends, which are counted when they have ended."""
        before = -1.0
        while (now := processor(self.pid, True)) != before:
            before = now
            time.sleep(0.2)
        return now

    def build(self, path):
        began, cpu = time.monotonic(), self.settled()
        self.psql(f"CREATE UNLOGGED TABLE e({table('text', 'bigint')})")
        with open(path, "rb") as f:
            self.psql("COPY e FROM STDIN WITH (FORMAT csv, HEADER, FORCE_NOT_NULL (ordered_on, installed_on, in_service_from))", f)
        self.psql(f"CREATE INDEX asked ON e({ASKED}, {REST})")
        self.psql("VACUUM ANALYZE e")
        return Took(time.monotonic() - began, self.settled() - cpu, 0, 0)

    def ask(self, query):
        cpu = self.settled()
        out = self.psql(query)
        return numbers(out.strip(), "|", ""), self.settled() - cpu

    def close(self):
        self.do([f"{self.BINS}/pg_ctl", "-D", f"{self.dir}/data", "-m", "immediate", "stop"])
        shutil.rmtree(self.dir)


class ClickHouse:
    """A server on loopback, one thread a question. Debian's package is 18.16."""
    NAME, SERVER = "ClickHouse 18.16", "/usr/sbin/clickhouse-server"
    INSTALLED = os.path.exists(SERVER) and shutil.which("clickhouse-client")

    def __init__(self, _work):
        self.dir = tempfile.mkdtemp(prefix="rf-ch-")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        for name in ("data", "tmp"):
            os.mkdir(f"{self.dir}/{name}")
        with open(f"{self.dir}/config.xml", "w", encoding="utf-8") as f:
            f.write(f"""<yandex><logger><level>warning</level><log>{self.dir}/log</log><errorlog>{self.dir}/errors</errorlog></logger>
<tcp_port>{self.port}</tcp_port><listen_host>127.0.0.1</listen_host><path>{self.dir}/data/</path><tmp_path>{self.dir}/tmp/</tmp_path>
<users_config>{self.dir}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>536870912</mark_cache_size></yandex>
""")
        with open(f"{self.dir}/users.xml", "w", encoding="utf-8") as f:
            f.write("""<yandex><profiles><default><max_threads>1</max_threads><max_memory_usage>8000000000</max_memory_usage></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
<quotas><default><interval><duration>3600</duration><queries>0</queries><errors>0</errors><result_rows>0</result_rows><read_rows>0</read_rows><execution_time>0</execution_time></interval></default></quotas></yandex>
""")
        self.server = subprocess.Popen([self.SERVER, f"--config-file={self.dir}/config.xml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.dir)
        for _ in range(300):  # until it answers
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.server.poll() is not None:
                break
            time.sleep(0.1)
        self.close()
        raise RuntimeError("clickhouse-server does not answer")

    def client(self, query, stdin=subprocess.DEVNULL):
        p = subprocess.run(["clickhouse-client", "--host", "127.0.0.1", "--port", str(self.port), "--query", query], stdin=stdin, capture_output=True, text=True, check=False)
        if p.returncode != 0:
            raise RuntimeError(p.stderr.strip())
        return p.stdout

    def build(self, path):
        began, cpu = time.monotonic(), processor(self.server.pid)
        self.client(f"CREATE TABLE e({table('String', 'Int64')}) ENGINE = MergeTree() ORDER BY ({ASKED})")
        with open(path, "rb") as f:
            self.client("INSERT INTO e FORMAT CSVWithNames", f)
        self.client("OPTIMIZE TABLE e FINAL")
        return Took(time.monotonic() - began, processor(self.server.pid) - cpu, 0, 0)

    def ask(self, query):
        cpu = processor(self.server.pid)
        out = self.client(query)
        return numbers(out.strip(), "\t", "\\N"), processor(self.server.pid) - cpu

    def close(self):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.dir)


ALL = (Sqlite, Postgres, ClickHouse)
