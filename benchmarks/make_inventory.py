#!/usr/bin/env python3
"""make_inventory.py ROWS OUT.csv: an invented inventory for timing; the same arguments give the same bytes.

Cells are drawn, one spelling a maker, so that a plain GROUP BY of the written words must give the same sums as
Ringfence's resolved ones. One row in fifty has no maker, one in a hundred no function, and one maker is in nobody's
knowledge. The mixes are invented and say nothing about any operator or supplier.
"""
import random
import sys

# id in knowledge/suppliers, the spelling written, weight; "" as id: known to nobody; "" as spelling: an empty cell
MAKERS = [
    ("nokia", "Nokia", 21), ("ericsson", "Ericsson", 18), ("huawei", "Huawei", 14), ("cisco", "Cisco", 12), ("zte", "ZTE", 8),
    ("juniper", "Juniper Networks", 7), ("adtran", "ADTRAN", 6), ("ciena", "Ciena", 5), ("ceragon", "Ceragon", 4),
    ("", "Quillmoor Instruments", 3), ("", "", 2),
]
FUNCTIONS = [
    ("access.fttp.ont", 40), ("customer.cpe", 25), ("access.fttp.olt", 8), ("ran.4g.enb", 7), ("ran.5g.gnb", 6), ("transport.ip", 5),
    ("transport.microwave", 4), ("transport.optical", 3), ("", 1), ("core.ip.router", 0.6), ("core.ims.cscf", 0.2), ("core.5g.amf", 0.1), ("core.5g.upf", 0.1),
]
REGIONS = ["Fenland", "Highmoor", "Lowther", "Saltmarsh", "Westing"]
COLUMNS = "asset,region,site,function,manufacturer,model,serial,version,quantity,in_service_from"


def main():
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    rows, out = int(sys.argv[1]), sys.argv[2]
    rng = random.Random(20261124)
    makers = rng.choices([m[1] for m in MAKERS], [m[2] for m in MAKERS], k=rows)
    functions = rng.choices([f[0] for f in FUNCTIONS], [f[1] for f in FUNCTIONS], k=rows)
    with open(out, "w", encoding="utf-8", newline="") as f:
        f.write(COLUMNS + "\n")
        lines = []
        for n, (maker, function) in enumerate(zip(makers, functions)):
            bits = rng.getrandbits(48)
            region = REGIONS[bits % 5]
            model = f"{maker[:2].upper() or 'XX'}-{(function.rsplit('.', 1)[-1] or 'unit').upper()}-{bits % 7}00"
            quantity = 1 + (bits >> 5) % 24 if function == "customer.cpe" and bits % 11 == 0 else 1
            lines.append(
                f"EQ{n:08d},{region},{region[:2].upper()}{(bits >> 9) % 6000:05d},{function},{maker},{model},{bits:012X}{n % 97:02d},"
                f"{1 + (bits >> 3) % 8}.{(bits >> 13) % 20}.{(bits >> 21) % 40},{quantity},"
                f"{2010 + (bits >> 27) % 16}-{1 + (bits >> 31) % 12:02d}-{1 + (bits >> 35) % 28:02d}\n")
            if len(lines) == 20000:
                f.write("".join(lines))
                lines.clear()
        f.write("".join(lines))


if __name__ == "__main__":
    main()
