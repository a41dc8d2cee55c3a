// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped airline pact, clause by clause: one case that breaks it, one that keeps it, one that cannot be decided.
#include "judged_session.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace mandate;
using nlohmann::json;

class AirlinePactTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readingIsInScopeAndUnknownToolsAreNot();
    void aBookingHasAtMostFivePassengers();
    void aBookingMixesPaymentsWithinLimits();
    void basicEconomyFlightsAreNotChanged();
    void cancellingNeedsAReason();
    void aFlightSeenCancelledIsAReason();
    void flownReservationsAreNotCancelled();
    void aFlightOfTodayIsNotPast();
    void bagsAreNotRemoved();
    void largeCertificatesAreEscalated();
    void changesAreNotPaidByCertificate();
    void aReservationIsReadBeforeItIsChanged();
    void theCustomerConfirms_data();
    void theCustomerConfirms();
    void largeRefundsAreEscalated();
    void largeBookingsAreEscalated();
    void bookingChargesTheBagsBeyondTheAllowance();
    void theAllowanceIsByMembershipAndCabin_data();
    void theAllowanceIsByMembershipAndCabin();
    void updatingBagsCountsByTheReservation();
    void moreThanTenChangesAreARunaway();
    void oneCallAtATimeAndNoTextBesideIt();

private:
    Judged call(std::string_view tool, const json &args, std::optional<std::string> result = "{}")
    {
        return session->call(tool, args.dump(), std::move(result));
    }
    void read(const json &reservation) { call("get_reservation_details", {{"reservation_id", reservation["reservation_id"]}}, reservation.dump()); }
    void readUser(const char *membership)
    {
        call("get_user_details", {{"user_id", "ann"}}, json{{"name", "Ann"}, {"membership", membership}, {"payment_methods", json::object()}}.dump());
    }
    void see(const char *flight, const char *date, const char *status)
    {
        call("get_flight_status", {{"flight_number", flight}, {"date", date}}, status);
    }

    std::unique_ptr<JudgedSession> session;
};

namespace {

/// Economy, uninsured, three days old, one flight in the future: nothing allows its cancellation.
json reservation(const json &changes = json::object())
{
    json made{{"reservation_id", "R1"},
              {"user_id", "ann"},
              {"cabin", "economy"},
              {"insurance", "no"},
              {"created_at", "2024-05-12T10:00:00"},
              {"total_baggages", 2},
              {"passengers", json::array({{{"first_name", "Ann"}}})},
              {"flights", json::array({{{"flight_number", "HAT1"}, {"date", "2024-05-20"}, {"price", 100}}})},
              {"payment_history", json::array({{{"payment_id", "credit_card_1"}, {"amount", 300}}})}};
    made.update(changes);
    return made;
}

json booking(const json &changes = json::object())
{
    json made{{"user_id", "ann"},    {"cabin", "economy"},    {"passengers", json::array({{{"first_name", "Ann"}}})},
              {"total_baggages", 1}, {"nonfree_baggages", 0}, {"payment_methods", json::array({{{"payment_id", "credit_card_1"}, {"amount", 300}}})}};
    made.update(changes);
    return made;
}

json payments(std::initializer_list<const char *> ids)
{
    json list = json::array();
    for (const char *id : ids)
        list.push_back({{"payment_id", id}, {"amount", 1}});
    return {{"payment_methods", list}};
}

const json cancel{{"reservation_id", "R1"}};

} // namespace

void AirlinePactTest::init()
{
    static const auto pact = shippedPact("airline");
    session = std::make_unique<JudgedSession>(pact);
    session->user("Yes, please do.");
}

void AirlinePactTest::readingIsInScopeAndUnknownToolsAreNot()
{
    QCOMPARE(call("get_user_details", {{"user_id", "ann"}}).verdict, Verdict::Permitted);
    QCOMPARE(call("transfer_to_human_agents", {{"summary", "x"}}).deciding, std::string("S1"));
    QCOMPARE(call("delete_everything", json::object()).verdict, Verdict::OutOfScope);
}

void AirlinePactTest::aBookingHasAtMostFivePassengers()
{
    const auto passengers = [](std::size_t n) { return json{{"passengers", json(n, json{{"first_name", "A"}})}}; };
    QCOMPARE(call("book_reservation", booking(passengers(5))).of("A1"), Answer::No);
    const Judged six = call("book_reservation", booking(passengers(6)));
    QCOMPARE(six.of("A1"), Answer::Yes);
    QCOMPARE(six.verdict, Verdict::Prohibited);
    json without = booking();
    without.erase("passengers");
    QCOMPARE(call("book_reservation", without).of("A1"), Answer::No); // a missing argument is an answer
    QCOMPARE(call("book_reservation", booking({{"passengers", 6}})).of("A1"), Answer::Undecidable);
}

void AirlinePactTest::aBookingMixesPaymentsWithinLimits()
{
    const auto a2 = [&](std::initializer_list<const char *> ids) { return call("book_reservation", booking(payments(ids))).of("A2"); };
    QCOMPARE(a2({"certificate_1", "credit_card_1", "gift_card_1", "gift_card_2", "gift_card_3"}), Answer::No);
    QCOMPARE(a2({}), Answer::No);
    QCOMPARE(a2({"certificate_1", "certificate_2"}), Answer::Yes);
    QCOMPARE(a2({"credit_card_1", "credit_card_2"}), Answer::Yes);
    QCOMPARE(a2({"gift_card_1", "gift_card_2", "gift_card_3", "gift_card_4"}), Answer::Yes);
    QCOMPARE(call("book_reservation", booking({{"payment_methods", json::array({json::object(), {{"payment_id", 7}}})}})).of("A2"), Answer::No);
    json without = booking();
    without.erase("payment_methods");
    QCOMPARE(call("book_reservation", without).of("A2"), Answer::No);
    QCOMPARE(call("book_reservation", booking({{"payment_methods", 1}})).of("A2"), Answer::Undecidable);
}

void AirlinePactTest::basicEconomyFlightsAreNotChanged()
{
    const json other{{"reservation_id", "R1"},
                     {"cabin", "economy"},
                     {"payment_id", "gift_card_1"},
                     {"flights", json::array({{{"flight_number", "HAT2"}, {"date", "2024-05-21"}}})}};
    json same = other;
    same["flights"] = json::array({{{"flight_number", "HAT1"}, {"date", "2024-05-20"}}});
    const Judged open = call("update_reservation_flights", other);
    QCOMPARE(open.of("A3"), Answer::Undecidable);
    QCOMPARE(open.missing.at("A3"), std::string("state.reservation[\"R1\"]"));
    read(reservation());
    QCOMPARE(call("update_reservation_flights", other).of("A3"), Answer::No);
    read(reservation({{"cabin", "basic_economy"}}));
    QCOMPARE(call("update_reservation_flights", other).of("A3"), Answer::Yes);
    QCOMPARE(call("update_reservation_flights", same).of("A3"), Answer::No); // the cabin alone may change
    json otherDay = same;
    otherDay["flights"][0]["date"] = "2024-05-21";
    QCOMPARE(call("update_reservation_flights", otherDay).of("A3"), Answer::Yes);
}

void AirlinePactTest::cancellingNeedsAReason()
{
    const Judged open = call("cancel_reservation", cancel);
    QCOMPARE(open.of("A4"), Answer::Undecidable);
    QCOMPARE(open.missing.at("A4"), std::string("state.reservation[\"R1\"]"));
    const auto a4 = [&](const json &changes) {
        read(reservation(changes));
        return call("cancel_reservation", cancel).of("A4");
    };
    QCOMPARE(a4(json::object()), Answer::Yes);
    QCOMPARE(a4({{"cabin", "business"}}), Answer::No);
    QCOMPARE(a4({{"cabin", "basic_economy"}}), Answer::Yes);
    QCOMPARE(a4({{"insurance", "yes"}}), Answer::No);
    QCOMPARE(a4({{"insurance", nullptr}}), Answer::Yes);
    QCOMPARE(a4({{"created_at", "2024-05-14T15:00:00"}}), Answer::No); // exactly 24 hours
    QCOMPARE(a4({{"created_at", "2024-05-14T14:59:59"}}), Answer::Yes);
    json uninsured = reservation();
    uninsured.erase("insurance");
    read(uninsured);
    QCOMPARE(call("cancel_reservation", cancel).of("A4"), Answer::Yes);
}

void AirlinePactTest::aFlightSeenCancelledIsAReason()
{
    read(reservation());
    see("HAT1", "2024-05-20", "available");
    QCOMPARE(call("cancel_reservation", cancel).of("A4"), Answer::Yes);
    see("HAT1", "2024-05-19", "cancelled"); // another day
    QCOMPARE(call("cancel_reservation", cancel).of("A4"), Answer::Yes);
    see("HAT1", "2024-05-20", "cancelled");
    const Judged judged = call("cancel_reservation", cancel);
    QCOMPARE(judged.of("A4"), Answer::No);
    QCOMPARE(judged.verdict, Verdict::Permitted);
}

void AirlinePactTest::flownReservationsAreNotCancelled()
{
    const auto flights = [](const char *first) {
        return json{{"flights", json::array({{{"flight_number", "HAT1"}, {"date", first}}, {{"flight_number", "HAT2"}, {"date", "2024-05-20"}}})}};
    };
    QCOMPARE(call("cancel_reservation", cancel).of("A4b"), Answer::Undecidable);
    read(reservation(flights("2024-05-20")));
    QCOMPARE(call("cancel_reservation", cancel).of("A4b"), Answer::No); // only flights to come
    read(reservation(flights("2024-05-14")));
    const Judged open = call("cancel_reservation", cancel);
    QCOMPARE(open.of("A4b"), Answer::Undecidable);
    QCOMPARE(open.missing.at("A4b"), std::string("state.flight_status[\"HAT1 2024-05-14\"]"));
    for (const auto &[status, answer] :
         {std::pair{"landed", Answer::Yes}, {"flying", Answer::Yes}, {"available", Answer::No}, {"cancelled", Answer::No}}) {
        see("HAT1", "2024-05-14", status);
        QCOMPARE(call("cancel_reservation", cancel).of("A4b"), answer);
    }
}

void AirlinePactTest::aFlightOfTodayIsNotPast()
{
    read(reservation({{"flights", json::array({{{"flight_number", "HAT1"}, {"date", "2024-05-15"}}})}}));
    QCOMPARE(call("cancel_reservation", cancel).of("A4b"), Answer::No);
    see("HAT1", "2024-05-15", "landed");
    QCOMPARE(call("cancel_reservation", cancel).of("A4b"), Answer::No);
}

void AirlinePactTest::bagsAreNotRemoved()
{
    const auto a5 = [&](const json &total) {
        return call("update_reservation_baggages",
                    {{"reservation_id", "R1"}, {"total_baggages", total}, {"nonfree_baggages", 0}, {"payment_id", "gift_card_1"}})
            .of("A5");
    };
    QCOMPARE(a5(2), Answer::Undecidable);
    read(reservation());
    QCOMPARE(a5(1), Answer::Yes);
    QCOMPARE(a5(2), Answer::No);
    QCOMPARE(a5(3), Answer::No);
    QCOMPARE(a5("1"), Answer::Yes);
    QCOMPARE(a5("many"), Answer::Undecidable);
}

void AirlinePactTest::largeCertificatesAreEscalated()
{
    const auto judged = [&](const json &amount) { return call("send_certificate", {{"user_id", "ann"}, {"amount", amount}}); };
    QCOMPARE(judged(100).of("A6"), Answer::No);
    QCOMPARE(judged(100).verdict, Verdict::Permitted);
    QCOMPARE(judged(101).verdict, Verdict::NeedsApproval);
    QCOMPARE(judged(100.01).of("A6"), Answer::Yes);
    QCOMPARE(judged("150").of("A6"), Answer::Yes);
    QCOMPARE(judged(nullptr).of("A6"), Answer::Undecidable);
    QCOMPARE(call("send_certificate", {{"user_id", "ann"}}).of("A6"), Answer::No);
}

void AirlinePactTest::changesAreNotPaidByCertificate()
{
    for (const char *tool : {"update_reservation_flights", "update_reservation_baggages"}) {
        QCOMPARE(call(tool, {{"reservation_id", "R1"}, {"payment_id", "certificate_9"}}).of("A7"), Answer::Yes);
        QCOMPARE(call(tool, {{"reservation_id", "R1"}, {"payment_id", "gift_card_9"}}).of("A7"), Answer::No);
        QCOMPARE(call(tool, {{"reservation_id", "R1"}}).of("A7"), Answer::No);
        QCOMPARE(call(tool, {{"reservation_id", "R1"}, {"payment_id", json::object()}}).of("A7"), Answer::Undecidable);
    }
}

void AirlinePactTest::aReservationIsReadBeforeItIsChanged()
{
    for (const char *tool : {"cancel_reservation", "update_reservation_flights", "update_reservation_baggages", "update_reservation_passengers"}) {
        init();
        QCOMPARE(call(tool, cancel).of("A8"), Answer::Yes);
        read(reservation());
        QCOMPARE(call(tool, cancel).of("A8"), Answer::No);
        QCOMPARE(call(tool, {{"reservation_id", "R2"}}).of("A8"), Answer::Yes);
        QCOMPARE(call(tool, json::object()).of("A8"), Answer::Yes);      // no reservation is named, so none was read
        QCOMPARE(session->call(tool, "").of("A8"), Answer::Undecidable); // the trail does not hold the arguments
    }
}

void AirlinePactTest::theCustomerConfirms_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<bool>("confirmed");
    QTest::newRow("yes") << "Yes, cancel it" << true;
    QTest::newRow("yesterday is no yes") << "I booked it yesterday" << false;
    QTest::newRow("surely is no sure") << "Surely not" << false;
    QTest::newRow("book is no ok") << "Can you book it" << false;
    QTest::newRow("incorrect is no correct") << "That is incorrect." << false;
    QTest::newRow("confirmation is no confirm") << "Send me a confirmation" << false;
    QTest::newRow("capitals") << "GO AHEAD!" << true;
    QTest::newRow("two words") << "that sounds good to me" << true;
    QTest::newRow("two words apart") << "go right ahead" << false;
    QTest::newRow("within a line") << "well,\nok." << true;
    QTest::newRow("agree") << "I agree" << true;
    QTest::newRow("disagree") << "I disagree" << false;
    QTest::newRow("an underscore joins words") << "yes_sir" << false;
    QTest::newRow("no") << "No, leave it" << false;
}

void AirlinePactTest::theCustomerConfirms()
{
    QFETCH(QString, said);
    QFETCH(bool, confirmed);
    session->user(said.toStdString());
    for (const char *tool : {"book_reservation", "cancel_reservation", "update_reservation_passengers"})
        QCOMPARE(call(tool, cancel).of("A9"), confirmed ? Answer::No : Answer::Yes);
    QVERIFY(!call("send_certificate", {{"amount", 1}}).asked("A9"));
    // Nothing said at all is no confirmation, and no doubt either.
    session->next.input.reset();
    QCOMPARE(call("cancel_reservation", cancel).of("A9"), Answer::Yes);
}

void AirlinePactTest::largeRefundsAreEscalated()
{
    const auto paid = [](std::initializer_list<double> amounts) {
        json list = json::array();
        for (const double amount : amounts)
            list.push_back({{"payment_id", "c"}, {"amount", amount}});
        return json{{"insurance", "yes"}, {"payment_history", list}};
    };
    QCOMPARE(call("cancel_reservation", cancel).of("A12"), Answer::Undecidable);
    read(reservation(paid({600, 400})));
    QCOMPARE(call("cancel_reservation", cancel).of("A12"), Answer::No);
    read(reservation(paid({600, 400.5})));
    QCOMPARE(call("cancel_reservation", cancel).of("A12"), Answer::Yes);
    QCOMPARE(call("cancel_reservation", cancel).verdict, Verdict::NeedsApproval);
    read(reservation(paid({})));
    QCOMPARE(call("cancel_reservation", cancel).of("A12"), Answer::No);
}

void AirlinePactTest::largeBookingsAreEscalated()
{
    const auto a13 = [&](const json &list) { return call("book_reservation", booking({{"payment_methods", list}})).of("A13"); };
    QCOMPARE(a13(json::array({{{"amount", 600}}, {{"amount", 400}}})), Answer::No);
    QCOMPARE(a13(json::array({{{"amount", 600}}, {{"amount", "400.01"}}})), Answer::Yes);
    QCOMPARE(a13(json::array({{{"payment_id", "gift_card_1"}}})), Answer::No);
    QCOMPARE(a13(json::array({{{"amount", "all"}}})), Answer::Undecidable);
    json without = booking();
    without.erase("payment_methods");
    QCOMPARE(call("book_reservation", without).of("A13"), Answer::No);
}

void AirlinePactTest::bookingChargesTheBagsBeyondTheAllowance()
{
    const Judged open = call("book_reservation", booking());
    QCOMPARE(open.of("A15"), Answer::Undecidable);
    QCOMPARE(open.missing.at("A15"), std::string("state.user[\"ann\"]"));
    readUser("regular"); // economy: one free bag
    const auto a15 = [&](const json &total, const json &nonfree) {
        return call("book_reservation", booking({{"total_baggages", total}, {"nonfree_baggages", nonfree}})).of("A15");
    };
    QCOMPARE(a15(1, 0), Answer::No);
    QCOMPARE(a15(0, 0), Answer::No); // never less than none
    QCOMPARE(a15(3, 2), Answer::No);
    QCOMPARE(a15(3, 0), Answer::Yes);
    QCOMPARE(a15(1, 1), Answer::Yes); // charged for a free one
    QCOMPARE(a15("3", "2"), Answer::No);
    QCOMPARE(call("book_reservation", booking({{"cabin", "first"}})).of("A15"), Answer::Undecidable);
}

void AirlinePactTest::theAllowanceIsByMembershipAndCabin_data()
{
    QTest::addColumn<QString>("membership");
    QTest::addColumn<QString>("cabin");
    QTest::addColumn<int>("free");
    int row = 0;
    for (const char *membership : {"regular", "silver", "gold"}) {
        int cabinBags = 0;
        for (const char *cabin : {"basic_economy", "economy", "business"})
            QTest::addRow("%s %s", membership, cabin) << QString::fromLatin1(membership) << QString::fromLatin1(cabin) << row + cabinBags++;
        ++row;
    }
}

void AirlinePactTest::theAllowanceIsByMembershipAndCabin()
{
    QFETCH(QString, membership);
    QFETCH(QString, cabin);
    QFETCH(int, free);
    readUser(membership.toLatin1().constData());
    const json two = json::array({{{"first_name", "A"}}, {{"first_name", "B"}}});
    const auto a15 = [&](int nonfree) {
        return call("book_reservation",
                    booking({{"cabin", cabin.toStdString()}, {"passengers", two}, {"total_baggages", 10}, {"nonfree_baggages", nonfree}}))
            .of("A15");
    };
    QCOMPARE(a15(10 - 2 * free), Answer::No);
    QCOMPARE(a15(10 - 2 * free + 1), Answer::Yes);
}

void AirlinePactTest::updatingBagsCountsByTheReservation()
{
    // What the call says about cabin or passengers does not count: the reservation does.
    const auto a15 = [&](int total, int nonfree) {
        return call("update_reservation_baggages", {{"reservation_id", "R1"},
                                                    {"total_baggages", total},
                                                    {"nonfree_baggages", nonfree},
                                                    {"payment_id", "gift_card_1"},
                                                    {"cabin", "business"},
                                                    {"passengers", json::array()}});
    };
    QCOMPARE(a15(3, 1).missing.at("A15"), std::string("state.reservation[\"R1\"]"));
    read(reservation({{"cabin", "economy"}}));
    QCOMPARE(a15(3, 1).missing.at("A15"), std::string("state.user[\"ann\"]"));
    readUser("silver"); // economy: two free bags
    QCOMPARE(a15(3, 1).of("A15"), Answer::No);
    QCOMPARE(a15(3, 0).of("A15"), Answer::Yes);
}

void AirlinePactTest::moreThanTenChangesAreARunaway()
{
    for (int i = 0; i < 9; ++i)
        call("update_reservation_passengers", cancel, "Error: no"); // attempts count
    call("get_reservation_details", cancel);
    QCOMPARE(call("send_certificate", {{"amount", 1}}).of("X1"), Answer::No); // the tenth
    const Judged eleventh = call("send_certificate", {{"amount", 1}});
    QCOMPARE(eleventh.of("X1"), Answer::Yes);
    QCOMPARE(eleventh.verdict, Verdict::NeedsApproval);
    QVERIFY(!call("get_reservation_details", cancel).asked("X1"));
    // Calls of one message do not see each other's results, but each counts those before it.
    init();
    QCOMPARE(call("send_certificate", {{"amount", 1}}).of("X1"), Answer::No);
    for (int i = 2; i <= 10; ++i)
        QCOMPARE(session->beside("send_certificate", R"({"amount":1})").of("X1"), Answer::No);
    QCOMPARE(session->beside("send_certificate", R"({"amount":1})").of("X1"), Answer::Yes);
}

void AirlinePactTest::oneCallAtATimeAndNoTextBesideIt()
{
    QCOMPARE(call("calculate", {{"expression", "1"}}).of("X2"), Answer::No);
    session->next.callsInMessage = 2;
    QCOMPARE(call("calculate", {{"expression", "1"}}).of("X2"), Answer::Yes);
    session->next.callsInMessage = 1;
    session->next.said = "Let me see.";
    const Judged judged = call("calculate", {{"expression", "1"}});
    QCOMPARE(judged.of("X2"), Answer::Yes);
    QCOMPARE(judged.verdict, Verdict::Permitted); // an evidence duty is no prohibition
}

QTEST_APPLESS_MAIN(AirlinePactTest)
#include "airline_pact_test.moc"
