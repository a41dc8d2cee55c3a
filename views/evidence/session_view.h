// SPDX-License-Identifier: GPL-3.0-or-later
// One session followed from its first record to its last: as a conversation and as a waterfall. Plain text only; both are lists that scroll over any number
// of records. Reads nothing itself (models/items/session_trail.h).
#pragma once

#include "models/items/session_trail.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QLabel;
class QListView;
class QPushButton;
class QTabWidget;
class QTreeView;

namespace mandate {

class BarDelegate;
class PlainText;

class SessionView : public QWidget
{
    Q_OBJECT

public:
    enum Tab { Conversation, Waterfall };

    explicit SessionView(QWidget *parent = nullptr);

    void setTrail(SessionTrail *trail);
    void setTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    /// Makes a record the current one as soon as the session is read.
    void select(std::optional<quint64> entry);
    [[nodiscard]] std::optional<quint64> currentEntry() const;
    void focusContent();

    [[nodiscard]] QListView *conversation() const { return m_conversation; }
    [[nodiscard]] QTreeView *waterfall() const { return m_waterfall; }
    [[nodiscard]] QPushButton *back() const { return m_back; }
    /// What is shown, in words: whose session, how many records, what the bars mean.
    [[nodiscard]] QString said() const;
    /// The part of the session that the waterfall's bars show: 0 … 1.
    [[nodiscard]] std::pair<double, double> window() const;

Q_SIGNALS:
    void entrySelected(quint64 entry);
    void openWanted(quint64 entry);
    void outWanted();
    void tabChanged();
    /// Another key on a record: the table's keys for marks and neighbours work here too.
    void keyOnEntry(int key, quint64 entry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show();
    void showSentence();
    bool keyPressed(QKeyEvent *event);
    bool waterfallKey(int key);
    void step(int by);
    void pan(double by);
    void zoom(double factor);
    void selectNow();

    QPointer<SessionTrail> m_trail;
    ConversationModel *m_turns;
    WaterfallModel *m_spans;
    PlainText *m_title;
    QLabel *m_sentence;
    QPushButton *m_back;
    QTabWidget *m_tabs;
    QListView *m_conversation;
    QTreeView *m_waterfall;
    BarDelegate *m_bars;
    std::optional<quint64> m_wanted;
    bool m_quiet = false; ///< the views follow each other
};

} // namespace mandate
