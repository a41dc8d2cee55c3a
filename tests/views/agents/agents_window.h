// SPDX-License-Identifier: GPL-3.0-or-later
// The real window at its agents, on a workspace with the sample's runs and pacts, as tests of agents use it.
#pragma once

#include "tests/views/shell/console_fixture.h"

#include "models/items/agent_model.h"
#include "models/items/session.h"
#include "views/agents/agent_detail.h"
#include "views/agents/agents_page.h"
#include "views/agents/statement_sheet.h"

#include <QApplication>
#include <QTableView>
#include <QTest>

namespace mandate {

class AgentsWindow
{
protected:
    /// False when the window or its workspace could not be opened.
    [[nodiscard]] bool openWindow()
    {
        m_console = std::make_unique<ConsoleFixture>();
        if (!QTest::qWaitForWindowActive(&m_console->window()) || !m_console->openWorkspace({ConsoleFixture::sampleRuns()}, ConsoleFixture::samplePacts()))
            return false;
        m_page = m_console->page<AgentsPage>();
        return m_page && agents()->rowCount() > 0;
    }
    void closeWindow() { m_console.reset(); }

    [[nodiscard]] Session *session() const { return m_console->window().session(); }
    [[nodiscard]] AgentModel *agents() const { return session()->agents(); }
    [[nodiscard]] StatementSheet *sheet() const { return m_page->detail()->sheet(); }
    [[nodiscard]] QString shown() const { return m_page->table()->currentIndex().data(IdRole).toString(); }
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }

    std::unique_ptr<ConsoleFixture> m_console;
    AgentsPage *m_page = nullptr;
};

} // namespace mandate
