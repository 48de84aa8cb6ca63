// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// JSON is full of double quotes.
// solhint-disable quotes

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {MetadataText} from "../libraries/MetadataText.sol";

/// @title VoucherMetadata
/// @notice The URI of an offer's vouchers: JSON and a small picture, all on chain. It says only what never changes, so that
/// it never changes itself. Names are escaped for both.
/// @dev A contract of its own, without state, because {PartnerAcceptance} with it would be larger than chains allow.
contract VoucherMetadata {
    using Strings for uint256;
    using Strings for address;

    /// @param id The offer.
    /// @param organisation The name of the project token.
    /// @param symbol Its symbol.
    /// @param name What is offered.
    /// @param uri Where it is described.
    /// @param price Tokens (18 decimals) for a voucher.
    /// @param partner Who offers it.
    /// @param validUntil The first second in which a voucher is no longer valid.
    struct Facts {
        uint256 id;
        string organisation;
        string symbol;
        string name;
        string uri;
        uint256 price;
        address partner;
        uint64 validUntil;
    }

    /// @notice The data URI of the JSON that ERC-1155 describes.
    function uri(Facts calldata f) external pure returns (string memory) {
        string memory title = string.concat(f.organisation, " voucher");
        string memory number = string.concat("#", f.id.toString());
        string memory price = string.concat(MetadataText.amount(f.price), " ", f.symbol);
        string memory by = string.concat("by ", f.partner.toChecksumHexString());
        string memory valid = string.concat("valid until ", MetadataText.date(f.validUntil));
        bytes memory head = abi.encodePacked(
            '{"name":"',
            Strings.escapeJSON(string.concat(title, " ", number)),
            '","description":"',
            Strings.escapeJSON(string.concat(f.name, ", ", by, ", bought for ", price, ", ", valid, " (UTC)")),
            '","decimals":0,"external_url":"',
            Strings.escapeJSON(f.uri)
        );
        bytes memory attributes = abi.encodePacked(
            '","attributes":[{"trait_type":"Offer","value":"',
            Strings.escapeJSON(f.name),
            '"},{"trait_type":"Partner","value":"',
            f.partner.toChecksumHexString(),
            '"},{"trait_type":"Price","value":"',
            Strings.escapeJSON(price),
            '"},{"display_type":"date","trait_type":"Valid until","value":',
            uint256(f.validUntil).toString(),
            '}],"image":"'
        );
        string memory image = MetadataText.picture(title, f.name, by, valid, number);
        return MetadataText.dataURI(abi.encodePacked(head, attributes, image, '"}'));
    }
}
