// SPDX-License-Identifier: GPL-3.0-or-later
// One metrics source: what it reads now as chart and table, and the form of its definition, which can be tried before it is signed. What is wrong is said
// by the one who reads definitions, beside the buttons.
#pragma once

#include "views/widgets/scroll_pane.h"

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/metric_source_list.h"
#endif

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace mandate {

class ChartOrTable;
class MetricChart;
class MetricPointModel;
class PlainText;
class StateChip;

class MetricSourceForm : public ScrollPane
{
    Q_OBJECT

public:
    explicit MetricSourceForm(QWidget *parent = nullptr);

    /// A source that is there. `refusal`: why nothing may be changed; empty when it may.
    void show(const MetricSourceItem &source, const QString &refusal);
    /// A new one.
    void begin(const QString &refusal);
    void showReading(const MetricReadingPointer &reading);
    void complain(const Trouble &trouble);
    [[nodiscard]] bool isNew() const { return m_new; }
    [[nodiscard]] bool isChanged() const;
    [[nodiscard]] MetricSourceDraft draft() const;
    [[nodiscard]] const QString &known() const { return m_known.id; }
    /// How far back is read.
    [[nodiscard]] qint64 seconds() const;

    [[nodiscard]] QLineEdit *field(const QString &key) const { return m_lines.value(key); }
    [[nodiscard]] QComboBox *kind() const { return m_kind; }
    [[nodiscard]] QComboBox *span() const { return m_span; }
    [[nodiscard]] QPushButton *readButton() const { return m_read; }
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }
    [[nodiscard]] QPushButton *removeButton() const { return m_remove; }
    [[nodiscard]] MetricChart *chart() const { return m_chart; }
    [[nodiscard]] ChartOrTable *chartOrTable() const { return m_either; }
    [[nodiscard]] QString said() const;
    void retranslate();

Q_SIGNALS:
    void saveWanted(const mandate::MetricSourceDraft &draft, const QString &secret);
    void removeWanted(const QString &id);
    void readWanted(const QString &id, qint64 seconds);
    void tryWanted(const mandate::MetricSourceDraft &draft, const QString &secret, qint64 seconds);

private:
    void addRow(QLabel *label, QWidget *field);
    void fill(const MetricSourceDraft &draft);
    void updateEnabled();

    bool m_new = true;
    bool m_removing = false; ///< asked once; the next press removes
    bool m_filling = false;
    MetricSourceDraft m_known;
    QString m_refusal;
    QLabel *m_heading;
    StateChip *m_state;
    PlainText *m_said;
    MetricChart *m_chart;
    ChartOrTable *m_either;
    MetricPointModel *m_points;
    QComboBox *m_span;
    QPushButton *m_read;
    QFormLayout *m_form;
    QComboBox *m_kind;
    QComboBox *m_auth;
    QComboBox *m_timeFormat;
    QCheckBox *m_utc;
    QMap<QString, QLineEdit *> m_lines; ///< "secret" too
    QMap<QWidget *, QLabel *> m_labels;
    PlainText *m_problem;
    QPushButton *m_save;
    QPushButton *m_remove;
};

} // namespace mandate
