// SPDX-License-Identifier: GPL-3.0-or-later
// How much of a condition is rows: a walk over rows and the terms in them, which hold rows where they pick elements.
#include "models/pact/rows/rows.h"

namespace mandate::rows {
namespace {

struct Counter
{
    Expressed count;

    void add(const Row &row)
    {
        std::visit([this](const auto &is) { (*this)(is); }, row.is);
    }
    void add(const Term &term)
    {
        std::visit([this](const auto &is) { (*this)(is); }, term.is);
    }

    void operator()(const Written &) { ++count.written; }
    void operator()(const Group &group)
    {
        for (const Row &row : group.rows)
            add(row);
    }
    void operator()(const Comparison &comparison)
    {
        ++count.rows;
        add(comparison.left);
        add(comparison.right);
    }
    void operator()(const Property &property)
    {
        ++count.rows;
        add(property.of);
    }
    void operator()(const Quantified &elements)
    {
        ++count.rows;
        add(elements.list);
        add(*elements.holds);
    }

    void operator()(const Constant &) {}
    void operator()(const FieldPath &path)
    {
        for (const Step &step : path.steps) {
            if (const auto *under = std::get_if<Box<Term>>(&step.part))
                add(**under);
        }
    }
    void operator()(const OrElse &field)
    {
        (*this)(field.path);
        add(*field.otherwise);
    }
    void operator()(const List &list)
    {
        for (const Term &item : list.items)
            add(item);
    }
    void operator()(const Filtered &elements)
    {
        add(*elements.list);
        add(*elements.holds);
    }
    void operator()(const Mapped &elements)
    {
        add(*elements.list);
        add(*elements.value);
    }
    void operator()(const Reading &reading) { add(*reading.of); }
    void operator()(const Beginning &beginning) { add(*beginning.text); }
    void operator()(const Arithmetic &arithmetic)
    {
        add(*arithmetic.left);
        add(*arithmetic.right);
    }
};

} // namespace

Expressed expressed(const Row &row)
{
    Counter counter;
    counter.add(row);
    return counter.count;
}

} // namespace mandate::rows
