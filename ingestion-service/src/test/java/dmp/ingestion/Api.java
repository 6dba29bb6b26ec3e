package dmp.ingestion;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import dmp.local.testing.Tokens;

import static io.restassured.RestAssured.given;

/** What tests do with the API again and again. */
public final class Api {

    private Api() {}

    public static RequestSpecification as(String user) {
        return given().auth().oauth2(Tokens.of(user)).contentType(ContentType.JSON);
    }

    /** Makes a source, all purposes allowed, and gives its write key. */
    public static String source(String id, String kind, String contractEnd) {
        return as("acme-admin")
                .body("""
                        {"id":"%s","name":"%s","kind":"%s","party":"first","origins":["https://www.acme.example"],
                         "contract":{"owner":"Acme","purposes":["collection","profiling","activation"],"expiresOn":"%s"}}""".formatted(id, id, kind, contractEnd))
                .post("/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .path("writeKeys[0].key");
    }

    public static Response send(String writeKey, String events) {
        return given().header("X-Write-Key", writeKey)
                .contentType(ContentType.JSON)
                .body(events)
                .post("/v1/events");
    }
}
