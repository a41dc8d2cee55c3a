// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees before deciding, as a value: above the fold in at most 45 words (11 seconds at 4 words a second), below it in full. The
// digest of its canonical form is stored with the decision, so that it can be shown later what the decision was made on.
#pragma once

#include "models/items/approval_item.h"

#include <QStringList>

#include <optional>
#include <string>

namespace mandate {

struct CardLine
{
    QString label;
    QString text;        ///< safe to read
    bool quoted = false; ///< somebody else's words
    bool mono = false;
    StateWord state;     ///< beside the text; without words: none
};

struct ApprovalCard
{
    static constexpr int wordBudget = 45;

    QString id;
    // Above the fold, in order.
    QString lead;           ///< "refund-bot asks to"
    QString does;           ///< what exactly happens
    QList<StateWord> chips; ///< consequences, and whether it can be recalled
    StateWord hidden;       ///< invisible characters were found in what the agent wrote; without words: none
    QString why;            ///< the clause in words, and its id and pact
    QString says;           ///< the agent's words, cut; empty when there is no room or none
    QString differs;        ///< the first place where the evidence says otherwise
    QString otherwise;      ///< what happens if nobody decides, and when
    // Below it, all of it.
    QList<CardLine> details;
    /// Why nobody can approve; empty when a person may. Denying needs none of it.
    QStringList cannotApprove;

    /// RFC 8785 JSON of everything above, and the digests of action and pact.
    std::string canonical;
    Digest digest; ///< SHA-256 of `canonical`

    /// What stands above the fold, as it is read, labels included.
    [[nodiscard]] QStringList fold() const;
    [[nodiscard]] int foldWords() const;
};

/// What the card is made of. `radius` absent: it could not be computed, `radiusTrouble` says why, and nobody can approve.
struct CardSource
{
    ApprovalItem item;
    std::optional<BlastRadius> radius;
    QString radiusTrouble;
    Instant now; ///< only for saying "14:20" or "15 May 14:20"
};
[[nodiscard]] ApprovalCard approvalCard(const CardSource &source);

/// Labels of the fold, for the card's widget.
[[nodiscard]] QString whyLabel();
[[nodiscard]] QString saysLabel();
[[nodiscard]] QString differsLabel();

} // namespace mandate
