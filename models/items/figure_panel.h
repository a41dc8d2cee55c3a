// SPDX-License-Identifier: GPL-3.0-or-later
// One figure as people read it: what it is, its value with its state, a sentence, a picture and the same points as a table, and where its records are.
// A value in plain words; views/metrics paints it and knows nothing of what it means.
#pragma once

#include "models/items/sparkline.h"
#include "models/items/words.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QVector>

#include <optional>

namespace mandate {

/// A line, points or bars of a picture. Each is told apart by its form as well as by its colour.
struct FigureSeries
{
    enum class Form : quint8 { Line, Dashed, Dotted, DashDot, Points, Rings, Bars, HollowBars };
    QString name;
    Form form = Form::Line;
    QVector<double> x, y;
    QVector<double> below, above; ///< how far the interval reaches; empty: none
};

struct FigurePicture
{
    QString xLabel, yLabel;
    QList<FigureSeries> series;
    QList<std::pair<double, QString>> xWords; ///< names in place of numbers along x
    bool time = false;                        ///< x is seconds since 1970, UTC
    double xFrom = 0, xTo = 1, yFrom = 0, yTo = 1;
    QList<std::pair<double, double>> holes;   ///< along x: nothing is known there
    [[nodiscard]] bool isEmpty() const { return series.isEmpty(); }
};

struct FigurePanel
{
    QString key;      ///< "budget scope_violation_rate"
    QString title;
    QString value;    ///< large; empty: the table speaks
    std::optional<StateWord> state;
    QString sentence; ///< what it says, and what it cannot
    FigurePicture picture;
    QStringList columns;
    QList<QStringList> rows;
    QUrl records;     ///< of which records it is made; empty: of none
    QString recordsWords;
    QList<QUrl> rowRecords;   ///< of each row, where a row has its own; an empty link: none
    QList<StateWord> rowStates; ///< what the second cell of each row says, where that is a state
    /// A cell that says a state, anywhere in the table.
    struct CellState
    {
        int row = 0, column = 0;
        StateWord state;
    };
    QList<CellState> cellStates;
    /// A cell with a small picture before its text.
    struct CellSpark
    {
        int row = 0, column = 0;
        Sparkline spark;
    };
    QList<CellSpark> cellSparks;
    /// A number with records of its own.
    struct CellRecords
    {
        int row = 0, column = 0;
        QUrl records;
    };
    QList<CellRecords> cellRecords;
    bool tableFirst = false; ///< the table says more than the picture, which is shown on request

    /// Where the number in a column of the last row leads.
    void lead(int column, const QUrl &to) { cellRecords.append({static_cast<int>(rows.size()) - 1, column, to}); }
    /// Where a cell leads: its own records, else those of its row; empty: nowhere.
    [[nodiscard]] QUrl recordsAt(int row, int column) const
    {
        for (const CellRecords &cell : cellRecords) {
            if (cell.row == row && cell.column == column)
                return cell.records;
        }
        return rowRecords.value(row);
    }
};

} // namespace mandate
