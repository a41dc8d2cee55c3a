// SPDX-License-Identifier: GPL-3.0-or-later
// bench_scroll FOLDER: the table of the Evidence page over FOLDER/bench.mandate, as bench_import left it, in a window of 1280 × 720: how long a frame takes while a
// person turns the wheel, and while they drag the scroll bar. A frame is moving, painting what is seen, and taking in rows that came meanwhile.
#include "models/items/evidence_model.h"
#include "models/store/store.h"
#include "tests/bench/measure.h"
#include "tests/bench/random.h"
#include "views/evidence/evidence_table.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <memory>

using namespace mandate;
using namespace mandate::bench;

namespace {

double frame(EvidenceTable &table, int value)
{
    const Stopwatch watch;
    table.verticalScrollBar()->setValue(value);
    table.viewport()->repaint();
    QApplication::processEvents();
    return watch.taken().wall * 1000;
}

void tell(const char *what, const std::vector<double> &frames)
{
    row(text("%s (%zu frames)", what, frames.size()), text("p50 %.1f, p95 %.1f, max %.1f ms", quantile(frames, 0.5), quantile(frames, 0.95), *std::ranges::max_element(frames)), {}, {}, "p95 < 16 ms");
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("Usage: bench_scroll FOLDER (after bench_import N FILE FOLDER)\n", stderr);
        return 2;
    }
    auto store = openStore(std::string(argv[1]) + "/bench.mandate", {true, {}});
    if (!store)
        fail(store.error().happened);
    EvidenceModel model(std::shared_ptr<const Store>(std::move(store).value()));
    EvidenceTable table;
    table.setEvidence(&model);
    table.resize(1280, 720);
    table.show();
    QElapsedTimer waiting;
    waiting.start();
    while ((model.isBusy() || model.rowCount() == 0) && waiting.elapsed() < 60'000)
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    const int last = table.verticalScrollBar()->maximum();
    if (last == 0)
        fail("the table shows no rows");
    std::vector<double> wheel, drag;
    for (int i = 1; i <= 600; ++i)
        wheel.push_back(frame(table, std::min(last, i * 3)));
    Random random(5);
    for (int i = 0; i < 300; ++i)
        drag.push_back(frame(table, static_cast<int>(random.below(static_cast<std::uint32_t>(last)))));
    tell(text("turning the wheel over %d rows", model.rowCount()).c_str(), wheel);
    tell("dragging the scroll bar to anywhere", drag);
    return 0;
}
