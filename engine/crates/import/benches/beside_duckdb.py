"""CSV quotes into the store beside DuckDB's CSV to Parquet, in one run: ticks a second, CPU, memory.

  beside_duckdb.py --data ticks.csv --import-file target/release/examples/import_file --python PYTHON

PYTHON has the package duckdb. Each side runs on one core, in turns; the median CPU time counts. The
file has a header and the columns time, bid, ask, bid_size, ask_size.
"""
import argparse, os, resource, shutil, statistics, subprocess, sys, tempfile, time

DUCKDB = """
import os, sys
import duckdb
columns = "{'time':'TIMESTAMP','bid':'DOUBLE','ask':'DOUBLE','bid_size':'INTEGER','ask_size':'INTEGER'}"
c = duckdb.connect()
c.execute("SET threads=1")
c.execute(f"COPY (FROM read_csv('{sys.argv[1]}', header=true, columns={columns})) TO '{sys.argv[2]}' (FORMAT parquet)")
"""


def run(command, core):
    """CPU seconds, wall seconds and peak memory in MB of a command on one core."""
    began = time.time()
    process = subprocess.Popen(["taskset", "-c", str(core), *command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, time.time() - began, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--import-file", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--core", type=int, default=0)
    asked = parser.parse_args()
    with open(asked.data, "rb") as data:
        rows = sum(part.count(b"\n") for part in iter(lambda: data.read(1 << 20), b"")) - 1
    work = tempfile.mkdtemp(dir=os.path.dirname(os.path.abspath(asked.data)))
    results = {"store": [], "duckdb": []}
    try:
        for _ in range(asked.repeat):
            home, out = os.path.join(work, "home"), os.path.join(work, "out.parquet")
            ours = [asked.import_file, home, "1", asked.data, "symbol=TEST"]
            results["store"].append(run(ours, asked.core))
            results["duckdb"].append(run([asked.python, "-c", DUCKDB, asked.data, out], asked.core))
            shutil.rmtree(home)
    finally:
        shutil.rmtree(work)
    middle = {}
    for name, runs in results.items():
        cpu, wall, memory = (statistics.median(column) for column in zip(*runs))
        middle[name] = cpu
        print(f"{name:7} {rows:,} ticks, {cpu:.2f} CPU s, {rows / cpu / 1e6:.1f} M ticks/s of CPU, wall {wall:.2f} s, peak {memory:.0f} MB")
    print(f"duckdb / store in CPU time: {middle['duckdb'] / middle['store']:.2f}")


main()
