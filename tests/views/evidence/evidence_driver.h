// SPDX-License-Identifier: GPL-3.0-or-later
// Drives an Evidence page by keys, as people do, and waits until it has read what it shows.
#pragma once

#include "models/items/evidence_model.h"
#include "tests/models/items/sample_session.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/filter_bar.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>

namespace mandate::test {

class EvidenceDriver
{
public:
    EvidenceDriver(EvidencePage &page, SampleSession &sample) : m_page(page), m_sample(sample) {}

    [[nodiscard]] bool settle() const
    {
        return QTest::qWaitFor([this] { return !m_page.isBusy() && !m_sample.session()->evidence()->isBusy() && !m_sample.session()->isBusy(); }, 60'000);
    }
    /// Esc, as it closes the list of completions that is over the page.
    void closeList() const
    {
        if (QWidget *list = QApplication::activePopupWidget())
            QTest::keyClick(list, Qt::Key_Escape);
        // Without a window manager the list is told late that it is active, and nobody tells the page that it is again.
        QTest::qWait(20);
        QApplication::setActiveWindow(&m_page);
    }
    void type(const QString &text) const
    {
        QLineEdit *edit = m_page.filter()->edit();
        m_page.focusFilter();
        QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(edit, Qt::Key_Delete);
        QTest::keyClicks(edit, text);
        closeList();
        QTest::keyClick(edit, Qt::Key_Return);
    }
    [[nodiscard]] bool selectRow(int row, int column = EvidenceModel::DidColumn) const
    {
        EvidenceTable *table = m_page.table();
        table->setFocus();
        table->setCurrentIndex(table->model()->index(row, column));
        return QTest::qWaitFor([&] { return table->evidence()->rowAt(row) != nullptr; }, 30'000) && settle();
    }

private:
    EvidencePage &m_page;
    SampleSession &m_sample;
};

} // namespace mandate::test
